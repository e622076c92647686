package switchboard.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.AgentQuery;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.model.ShellRequest;
import switchboard.model.TurnId;
import switchboard.model.Writing;
import switchboard.text.ExplainedException;

/** The result of a command: the chat's next state, and actions that run in order once that state is stored. */
public record Reaction(ChatState next, List<Action> actions) {

    public Reaction {
        for (var action : actions) {
            next = switch (action) {
                case StopTurn stop -> next.with(ChatState::queue, queue -> queue.stop(stop.turn()));
                case Say say ->
                    next.with(ChatState::shortcuts, shortcuts -> shortcuts.with(Buttons.shortcuts(say.reply())));
                default -> next;
            };
        }
        actions = actions.stream()
                .map(action -> action instanceof Say say ? new Say(Buttons.shortened(say.reply())) : action)
                .toList();
    }

    public static Reaction of(ChatState next, Action... actions) {
        return new Reaction(next, List.of(actions));
    }

    public static Reaction say(ChatState next, String text) {
        return of(next, new Say(Reply.of(text)));
    }

    public static Reaction say(ChatState next, Reply reply) {
        return of(next, new Say(reply));
    }

    /** Whether nothing of it takes a while and comes back. */
    public boolean isFinished() {
        return actions.stream().noneMatch(action -> switch (action) {
            case AskAgent<?> ask -> true;
            case LookAround look -> true;
            case Work<?> work -> true;
            case SendFile file -> true;
            case SendText text -> true;
            case SendMade made -> true;
            case Cleanup cleanup -> true;
            case Say say -> false;
            case Deny deny -> false;
            case StopTurn stop -> false;
            case ShowQuestions show -> false;
            case RunShell run -> false; // the state says that it runs
            case StopShell stop -> false;
        });
    }

    /** The same, which says that the person may not do what they want. */
    public Reaction denied() {
        return new Reaction(
                next, Stream.concat(actions.stream(), Stream.of(new Deny())).toList());
    }

    /** The same with a change of the state. */
    public Reaction with(UnaryOperator<ChatState> change) {
        return new Reaction(change.apply(next), actions);
    }

    /** Something to do. */
    public sealed interface Action {}

    /** Answers the person. */
    public record Say(Reply reply) implements Action {}

    /** Notes for the record that the person may not do this. */
    public record Deny() implements Action {}

    /** Stops the turn if it is at work or in line; null stops all turns. */
    public record StopTurn(@Nullable TurnId turn) implements Action {}

    /** Shows the open questions again, with their buttons. */
    public record ShowQuestions() implements Action {}

    /**
     * Asks the agent of this chat.
     *
     * @param in the session that the question is about; null for the present one
     * @param then gets the answer and the chat's state at that time
     */
    public record AskAgent<T>(
            AgentQuery<T> query, @Nullable Session in, BiFunction<ChatState, AgentQuery.Result<T>, Reaction> then)
            implements Action {

        /** About the present session. */
        public AskAgent(AgentQuery<T> query, BiFunction<ChatState, AgentQuery.Result<T>, Reaction> then) {
            this(query, null, then);
        }
    }

    /** Looks at all chats, newest activity first, this one among them. */
    public record LookAround(BiFunction<ChatState, List<ChatSummary>, Reaction> then) implements Action {}

    /**
     * Does what may block, on a thread for that. The chat stays in memory meanwhile; a crash forgets the work.
     *
     * @param work throws {@link ExplainedException} to say why it cannot be done, and obeys an interrupt
     * @param within after this time the work is interrupted and has failed
     * @param then gets the result and the chat's state at that time
     */
    public record Work<T>(Duration within, Callable<T> work, BiFunction<ChatState, Result<T>, Reaction> then)
            implements Action {

        private static final Duration WITHIN = Duration.ofSeconds(45);

        public Work(Callable<T> work, BiFunction<ChatState, Result<T>, Reaction> then) {
            this(WITHIN, work, then);
        }

        /** Work whose failure is only said. */
        public static <T> Work<T> of(Callable<T> work, BiFunction<ChatState, T, Reaction> then) {
            return of(WITHIN, work, then);
        }

        /** Work whose failure is only said. */
        public static <T> Work<T> of(Duration within, Callable<T> work, BiFunction<ChatState, T, Reaction> then) {
            return new Work<>(within, work, (now, result) -> switch (result) {
                case Done<T> done -> then.apply(now, done.value());
                case Failed<T> failed -> say(now, failed.why());
            });
        }
    }

    /** What has come of work. */
    public sealed interface Result<T> {}

    public record Done<T>(T value) implements Result<T> {}

    /** @param why one sentence for people, as Markdown */
    public record Failed<T>(String why) implements Result<T> {}

    /** Runs a shell command, which the next state calls running. */
    public record RunShell(ShellRequest request) implements Action {}

    /** Ends the shell command that runs. Its end says so. */
    public record StopShell(ShellRequest request) implements Action {}

    /** Sends a file to the people of this chat, if it may be sent. */
    public record SendFile(Path file) implements Action {}

    /**
     * Sends the people of this chat a text as a file.
     *
     * @param name of the file
     */
    public record SendText(String name, String content) implements Action {}

    /**
     * Sends the people of this chat a file that is made on a thread that may block.
     *
     * @param name of the file
     */
    public record SendMade(String name, Writing content) implements Action {}

    /**
     * Removes the sessions of chats that have been at rest since before {@code idleSince}.
     *
     * @param then gets the names of the removed sessions
     */
    public record Cleanup(List<ChatId> chats, Instant idleSince, BiFunction<ChatState, List<String>, Reaction> then)
            implements Action {}
}
