package switchboard;

import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import switchboard.chat.ChatProtocol;
import switchboard.claude.ClaudeProcess;
import switchboard.claude.CliProcess;
import switchboard.claude.trust.TrustStore;
import switchboard.model.ChatId;

/**
 * What a host supplies.
 *
 * @param views makes the view of a chat: the Behavior that shows its events, given the chat to confirm them to
 * @param processes starts Claude processes
 * @param freeMemory bytes that new processes can have
 * @param trust keeps which directories people trust
 */
public record EnginePorts(
        BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views,
        ClaudeProcess.Factory processes,
        LongSupplier freeMemory,
        Clock clock,
        TrustStore trust) {

    /** With trust that is forgotten at the end. */
    public EnginePorts(
            BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views,
            ClaudeProcess.Factory processes,
            LongSupplier freeMemory,
            Clock clock) {
        this(views, processes, freeMemory, clock, TrustStore.inMemory());
    }

    /** The real CLI, trust that is forgotten at the end, the machine's memory and clock. */
    public static EnginePorts of(
            BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views) {
        return new EnginePorts(views, CliProcess::start, FreeMemory::bytes, Clock.systemUTC());
    }

    /** The same with another Claude. */
    public EnginePorts withProcesses(ClaudeProcess.Factory other) {
        return new EnginePorts(views, other, freeMemory, clock, trust);
    }

    /** The same with another store of trust, such as a {@link switchboard.claude.trust.FileTrustStore}. */
    public EnginePorts withTrust(TrustStore other) {
        return new EnginePorts(views, processes, freeMemory, clock, other);
    }
}
