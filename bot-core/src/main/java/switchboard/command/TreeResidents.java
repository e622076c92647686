package switchboard.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.git.Worktree;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * The chats that work in the working trees of a repository.
 *
 * @param overview of all chats, from the point of view of the one that asks
 * @param trees of the repository
 */
record TreeResidents(Overview overview, List<Worktree> trees) {

    static TreeResidents of(ChatState state, List<ChatSummary> summaries, List<Worktree> trees) {
        return new TreeResidents(Overview.of(state, summaries), trees);
    }

    /** @throws ExplainedException if a turn or a shell command is at work in a tree, or about to be */
    void checkIdle(Path tree) throws ExplainedException {
        if (in(tree).anyMatch(TreeResidents::isAtWork)) {
            var isOwn = in(tree).filter(this::isOwn).anyMatch(TreeResidents::isAtWork);
            throw new ExplainedException(Texts.of(isOwn ? "git.busyHere" : "git.busyOther", Markdown.code(tree)));
        }
    }

    /** Whether another chat has its folder in a tree. */
    boolean hasOthers(Path tree) {
        return in(tree).anyMatch(chat -> !isOwn(chat) && Overview.isActive(chat));
    }

    private static boolean isAtWork(ChatSummary chat) {
        return chat.shell() || !chat.activity().isIdle();
    }

    private boolean isOwn(ChatSummary chat) {
        return chat.chat().equals(overview.own().chat());
    }

    private Stream<ChatSummary> in(Path tree) {
        return overview.all().stream()
                .filter(chat -> Worktree.around(chat.directory(), trees)
                        .map(Worktree::path)
                        .equals(Optional.of(tree)));
    }
}
