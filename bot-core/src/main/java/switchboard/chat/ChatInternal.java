package switchboard.chat;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.command.Reaction;
import switchboard.files.OutgoingCopy;
import switchboard.model.ChatState;
import switchboard.model.SessionImport;
import switchboard.model.ShellRequest;
import switchboard.model.TurnId;
import switchboard.shell.ShellResult;

/** Internal messages of a chat: from its parent, its own children and adapters. */
sealed interface ChatInternal extends ChatProtocol.Internal {

    record FromTurn(TurnProtocol.Report report) implements ChatInternal {}

    record FromAgent(AgentProtocol.Notice notice) implements ChatInternal {}

    record FromLedger(Ledger.Event event) implements ChatInternal {}

    /** Continues a command whose asynchronous answer has arrived, with the current state. */
    record Continue(Function<ChatState, Reaction> with, Asker asker) implements ChatInternal {}

    /** A copy of a file that a command sends is made, or cannot be made. */
    record Copied(OutgoingCopy copy, @Nullable String message) implements ChatInternal {}

    /** A shell command has run for so long that people may be notified. */
    record ShellLasts(ShellRequest request) implements ChatInternal {}

    /** A shell command has ended, or could not begin. */
    record ShellEnded(ShellRequest request, ShellResult result) implements ChatInternal {}

    /** A session that came as a file is taken over, or why it is not. */
    record Imported(SessionImport coming, ImportOutcome outcome) implements ChatInternal {}

    /** The other chat has stored the conversation. */
    record Inherited() implements ChatInternal {}

    /** The other chat has stored the offer. */
    record OfferArrived(String key) implements ChatInternal {}

    record ViewRestarted() implements ChatInternal {}

    record TurnGone(TurnId turn) implements ChatInternal {}

    record AgentGone() implements ChatInternal {}

    /** Nothing has happened for a while. */
    record Passivate() implements ChatInternal {}

    /** While a prompt waits because of the day's limit: perhaps a new day has begun, or an owner has let all chats continue. */
    record LookAtLimits() implements ChatInternal {}

    /**
     * Something has waited for the store for long.
     *
     * @param isStop whether it is a person's stop, which is said sooner
     */
    record Unsaved(boolean isStop) implements ChatInternal {}

    /** From the parent: the engine stops. */
    record Close() implements ChatInternal {}

    /** From the parent, which keeps what comes from now on: stop, or say that you stay. */
    record Leave() implements ChatInternal {}

    /**
     * Whether it is for an incarnation of the chat that has crashed, because it comes before this one has opened. A ledger then speaks
     * of states that this one does not count, and a turn that is gone wants what the new turn of its prompt will want itself.
     */
    static boolean isForEarlier(ChatProtocol.Command command) {
        return switch (command) {
            case FromLedger from -> true;
            case Imported imported -> true; // it is taken over again
            case FromTurn from ->
                switch (from.report()) {
                    case TurnProtocol.Prepared prepared -> true;
                    case TurnProtocol.Heard heard -> true;
                    case TurnProtocol.Transcribed heard -> true;
                    case TurnProtocol.WaitIsOver over -> true;
                    case TurnProtocol.Ready ready -> true;
                    case TurnProtocol.Asked asked -> true;
                    case TurnProtocol.Offered offered -> true;
                    case TurnProtocol.Overdue overdue -> true;
                    case TurnProtocol.Withdrawn withdrawn -> true;
                    case TurnProtocol.AsksToResume asks -> true;
                    case TurnProtocol.Shown shown -> true;
                    case TurnProtocol.Broke broke -> false; // what was done still holds
                    case TurnProtocol.Ended ended -> false;
                    case TurnProtocol.Left left -> false;
                };
            default -> false;
        };
    }
}
