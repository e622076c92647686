package switchboard.chat;

import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.audit.AuditEntry;
import switchboard.command.Reaction;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.SessionImport;
import switchboard.model.SessionOffer;
import switchboard.model.ShellRequest;
import switchboard.model.TurnId;
import switchboard.model.Writing;

/**
 * What a chat does besides changing its state. It waits, in order, until the state of its step is stored, unless it is
 * {@link #isUrgent urgent}.
 */
sealed interface Effect {

    /** Whether it waits for nothing. */
    default boolean isUrgent() {
        return false;
    }

    /** Shows the people something. */
    record Show(ChatProtocol.Event event) implements Effect {}

    /** Answers a sender. */
    record Answer<T>(ActorRef<T> to, T message) implements Effect {

        void send() {
            to.tell(message);
        }
    }

    /** Lists the chat as it is now, before a turn that has ended is taken for idle. */
    record Summarize(ChatState state) implements Effect {

        @Override
        public boolean isUrgent() {
            return true;
        }
    }

    /**
     * Starts a turn, which gets its files and asks for its permit; a turn that the agent began by itself runs already.
     *
     * @param suspicion what a person must say before; null for nothing
     * @param isHeld whether it waits, before it does anything, for a person to let it run beyond the day's limit
     */
    record StartTurn(
            TurnId turn,
            @Nullable String message,
            List<Content> content,
            boolean isAdopted,
            @Nullable ResumeQuestion suspicion,
            boolean isHeld)
            implements Effect {

        StartTurn held() {
            return new StartTurn(turn, message, content, isAdopted, suspicion, true);
        }
    }

    /** Tells a turn something. A stop waits for nothing. */
    record TellTurn(TurnId turn, TurnProtocol.Command command) implements Effect {

        @Override
        public boolean isUrgent() {
            return command instanceof TurnProtocol.Stop;
        }
    }

    /** Lets a turn's actor go, which gives its permit back. */
    record EndTurn(TurnId turn) implements Effect {

        @Override
        public boolean isUrgent() {
            return true;
        }
    }

    record TellAgent(AgentProtocol.Command command) implements Effect {}

    /** Asks the agent on behalf of a slash command. */
    record AskAgent(Reaction.AskAgent<?> ask, ChatState state, Asker asker) implements Effect {}

    /** Asks the board on behalf of a slash command. */
    record LookAround(Reaction.LookAround look, Asker asker) implements Effect {}

    /** Does what may block, on behalf of a slash command. */
    record Work(Reaction.Work<?> work, Asker asker) implements Effect {}

    /** Copies a file that a slash command sends. */
    record CopyFile(Path directory, Path file, @Nullable String message) implements Effect {}

    /** Keeps what a slash command has made to be sent as a file. */
    record KeepMade(String name, Writing content, @Nullable String message) implements Effect {}

    /** Runs a shell command. */
    record RunShell(ShellRequest request) implements Effect {}

    /** Ends a shell command that runs or is about to. */
    record StopShell(ShellRequest request) implements Effect {

        @Override
        public boolean isUrgent() {
            return true;
        }
    }

    /** Ends what is left of a shell command of an earlier incarnation. */
    record EndShellLeftovers(ShellRequest request) implements Effect {}

    /** Gets a session that comes as a file, and has it taken over. */
    record Import(SessionImport coming) implements Effect {}

    /** Deletes the copy of a file that is not on its way any more. */
    record DiscardCopy(Path copy) implements Effect {}

    record Cleanup(Reaction.Cleanup cleanup, Asker asker) implements Effect {}

    /** Sends a command on to another chat, or to the next incarnation of this one. */
    record Forward(ChatId to, ChatProtocol.Command command) implements Effect {

        @Override
        public boolean isUrgent() {
            return true;
        }
    }

    /** Hands the whole conversation to another chat. */
    record Bequeath(ChatId to, ChatState state) implements Effect {}

    /** Offers another chat a copy of a session, until that has stored the offer. */
    record OfferTo(SessionOffer offer) implements Effect {}

    /** Tells the parent that the chat goes, and whether its stored state goes with it. */
    record Leave(boolean erase) implements Effect {}

    /** Tells the parent that the chat stays after all. */
    record Stay() implements Effect {}

    /** Stops the chat. */
    record Stop() implements Effect {}

    /** Adds to the record of who did what. */
    record Audit(AuditEntry entry) implements Effect {}

    /** Logs why a turn is tried again. */
    record LogRetry(String why) implements Effect {}
}
