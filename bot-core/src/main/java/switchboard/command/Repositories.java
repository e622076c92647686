package switchboard.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import switchboard.git.Repository;
import switchboard.model.ChatState;
import switchboard.text.ExplainedException;

/** The git repositories in which chats work. */
final class Repositories {

    /** git may write out a large working tree meanwhile. */
    private static final Duration WITHIN = Duration.ofMinutes(5);

    /** Work on a repository. Blocks; its result is the reaction, given the chat's state at that time. */
    interface Step {
        Function<ChatState, Reaction> run(Repository repository) throws ExplainedException, IOException;
    }

    private Repositories() {}

    /** Works on the repository of this chat's directory. */
    static Reaction use(Invocation call, Step step) {
        return Reaction.of(
                call.state(), Reaction.Work.of(WITHIN, () -> step.run(of(call)), (now, then) -> then.apply(now)));
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

    /** @throws ExplainedException if a directory is not one of those in which this chat may work */
    static void checkOpen(Invocation call, Path directory) throws ExplainedException {
        var checked = call.facts().directories().check(call.state().id(), directory.toString(), directory);
        if (checked instanceof Directories.Unusable unusable) {
            throw new ExplainedException(unusable.reason());
        }
    }
}
