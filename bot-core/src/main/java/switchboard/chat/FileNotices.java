package switchboard.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.agent.AgentProtocol;
import switchboard.command.NewAfterCommand;
import switchboard.command.PendingCommand;
import switchboard.files.ChatFiles;
import switchboard.files.FileLimits;
import switchboard.files.FilesInWords;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Recordings;
import switchboard.model.Reply;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Notifies people of the files that an agent was given. Pure. */
final class FileNotices {

    /** The API takes 32 MB of a whole conversation; in a request, files are a third larger than on the disk. */
    static final long MANY = 20_000_000;

    private static final int MOST_NAMES = 5;

    private FileNotices() {}

    /** What has changed for people by a step of a chat. */
    static List<Effect> changed(ChatState before, ChatState next, FileLimits limits) {
        var effects = new ArrayList<>(many(before, next));
        if (!next.queue().equals(before.queue())) {
            effects.addAll(refused(before, next, limits));
        }
        return effects;
    }

    /**
     * Of prompts that wait since then, or bring other files: those that nobody will ever have. The turn in flight asks about its own.
     */
    private static List<Effect> refused(ChatState before, ChatState next, FileLimits limits) {
        return Stream.concat(next.waiting(), next.onHold())
                .filter(prompt -> !files(prompt).isEmpty())
                .filter(prompt -> !before.queue()
                        .find(prompt.id())
                        .map(FileNotices::files)
                        .equals(Optional.of(files(prompt))))
                .flatMap(prompt -> refused(prompt, limits.refused(files(prompt))).stream())
                .toList();
    }

    private static List<Content.Attachment> files(Prompt prompt) {
        return Content.only(Content.Attachment.class, prompt.content());
    }

    private static Optional<Effect> refused(Prompt prompt, List<Question.Missing> files) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        var isOne = files.size() == 1;
        var lines = files.stream()
                .map(each -> Texts.of("files.refused", named(each.file()), Markdown.text(each.why())))
                .collect(Collectors.joining("\n"));
        var reply = Reply.of(
                lines + "\n" + Texts.of(isOne ? "files.refusedLater" : "files.refusedLaterSeveral"),
                PendingCommand.discard(prompt.id()));
        return Optional.of(new Effect.Show(new ChatProtocol.Replied(reply, prompt.message())));
    }

    private static String named(Content.Attachment file) {
        return file.name() == null ? FilesInWords.of(List.of(file)) : Markdown.code(ChatFiles.name(file));
    }

    /**
     * The files that the agent did not get, or cannot look at. It need not look at a recording whose transcript it has.
     *
     * @param content of the prompt
     */
    static List<Effect> of(AgentProtocol.FilesGiven given, List<Content> content) {
        var unseen = given.byPath().stream()
                .filter(file -> !Recordings.isTold(content, file))
                .toList();
        return Stream.concat(
                        notice(unseen, names -> Texts.of("files.notShown", names)),
                        notice(given.missing(), names -> Texts.of("files.missing", names)))
                .toList();
    }

    private static Stream<Effect> notice(List<Content.Attachment> files, UnaryOperator<String> text) {
        return files.isEmpty()
                ? Stream.of()
                : Stream.of(new Effect.Show(new ChatProtocol.Noticed(text.apply(names(files)))));
    }

    private static String names(List<Content.Attachment> files) {
        var names = files.stream().limit(MOST_NAMES).map(FileNotices::named);
        var more = files.size() - MOST_NAMES;
        return Stream.concat(names, more > 0 ? Stream.of(Texts.of("list.more", more)) : Stream.of())
                .collect(Collectors.joining(", "));
    }

    /** The chat's session has many files since {@code before}, or the chat has come to a session that has. */
    private static List<Effect> many(ChatState before, ChatState next) {
        var session = next.session();
        var isTold = before.session().isSame(session) && before.session().shown() >= MANY;
        return isTold || session.shown() < MANY
                ? List.of()
                : List.of(new Effect.Show(new ChatProtocol.Replied(
                        Reply.of(
                                Texts.of("files.addUp", HumanText.bytes(session.shown())),
                                NewAfterCommand.button(session)),
                        null)));
    }
}
