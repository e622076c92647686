package switchboard.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import switchboard.git.Repository;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/** The git repositories in which chats work. */
final class Repositories {

    /** git may write out a large working tree meanwhile. */
    private static final Duration WITHIN = Duration.ofMinutes(5);

    /** So many files are named. */
    static final int MOST_NAMED = 12;

    /** Work on a repository. Blocks; its result is the reaction, given the chat's state at that time. */
    interface Step {
        Function<ChatState, Reaction> run(Repository repository) throws ExplainedException, IOException;
    }

    /** Work that also depends on what the chats are doing: all of them, newest activity first. */
    interface StepAmongChats {
        Function<ChatState, Reaction> run(Repository repository, List<ChatSummary> chats)
                throws ExplainedException, IOException;
    }

    private Repositories() {}

    /** Works on the repository of this chat's directory. */
    static Reaction use(Invocation call, Step step) {
        return Reaction.of(
                call.state(), Reaction.Work.of(WITHIN, () -> step.run(of(call)), (now, then) -> then.apply(now)));
    }

    /** Works on the repository of this chat's directory, knowing what all chats are doing. */
    static Reaction amongChats(Invocation call, StepAmongChats step) {
        return Reaction.of(call.state(), new Reaction.LookAround((now, chats) -> {
            var later = call.at(now);
            return use(later, repository -> step.run(repository, chats));
        }));
    }

    /**
     * The repository of this chat's directory. Blocks.
     *
     * @throws ExplainedException if there is none that this chat may use
     */
    static Repository of(Invocation call) throws ExplainedException, IOException {
        var repository = call.facts().git().open(call.state().destination().directory());
        checkOpen(call, repository.top());
        checkOpen(call, repository.common());
        return repository;
    }

    /** Files of a working tree for people, without those that are closed to the chat, and not too many. */
    static String names(Invocation call, Repository repository, List<String> files) {
        var named = files.stream()
                .limit(MOST_NAMED)
                .filter(file -> !isClosed(call, repository, file))
                .map(file -> name(call, file))
                .toList();
        var more = files.size() - named.size();
        return String.join(", ", named) + (more > 0 ? " " + Texts.of("list.more", more) : "");
    }

    /** The name of a file or a branch for people. */
    static String name(Invocation call, String name) {
        return Markdown.code(shown(call, name));
    }

    /** A text from the repository, with every character visible, and no secret. */
    static String shown(Invocation call, String text) {
        return VisibleText.reveal(call.facts().secrets().strike(text));
    }

    static boolean isClosed(Invocation call, Repository repository, String file) {
        return call.facts()
                        .directories()
                        .access(call.state().id(), repository.top().resolve(file))
                == Directories.Access.CLOSED;
    }

    /** @throws ExplainedException if a directory is not one of those in which this chat may work */
    static void checkOpen(Invocation call, Path directory) throws ExplainedException {
        var checked = call.facts().directories().check(call.state().id(), directory.toString(), directory);
        if (checked instanceof Directories.Unusable unusable) {
            throw new ExplainedException(unusable.reason());
        }
    }
}
