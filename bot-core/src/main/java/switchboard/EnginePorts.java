package switchboard;

import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import switchboard.chat.ChatProtocol;
import switchboard.claude.ClaudeProcess;
import switchboard.claude.CliProcess;
import switchboard.model.ChatId;

/**
 * What a host supplies.
 *
 * @param views makes the view of a chat: the Behavior that shows its events, given the chat to confirm them to
 * @param processes starts Claude processes
 * @param freeMemory bytes that new processes can have
 */
public record EnginePorts(
        BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views,
        ClaudeProcess.Factory processes,
        LongSupplier freeMemory,
        Clock clock) {

    /** The real CLI, the machine's memory and clock. */
    public static EnginePorts of(
            BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views) {
        return new EnginePorts(views, CliProcess::start, FreeMemory::bytes, Clock.systemUTC());
    }

    /** The same with another Claude. */
    public EnginePorts withProcesses(ClaudeProcess.Factory other) {
        return new EnginePorts(views, other, freeMemory, clock);
    }
}
