package switchboard;

import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import switchboard.agent.Agent;
import switchboard.chat.ChatProtocol;
import switchboard.claude.ClaudeAgent;
import switchboard.model.ChatId;

/**
 * What a host supplies.
 *
 * @param views makes the view of a chat: the Behavior that shows its events, given the chat to confirm them to
 * @param agent whom people talk to, given the engine's settings
 * @param freeMemory bytes that new processes can have
 */
public record EnginePorts(
        BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views,
        Function<EngineSettings, Agent> agent,
        LongSupplier freeMemory,
        Clock clock) {

    /** Claude Code by its CLI, trust that is forgotten at the end, the machine's memory and clock. */
    public static EnginePorts of(
            BiFunction<ChatId, ActorRef<ChatProtocol.Command>, Behavior<ChatProtocol.Event>> views) {
        return new EnginePorts(
                views, settings -> ClaudeAgent.of(settings.claude()), FreeMemory::bytes, Clock.systemUTC());
    }

    /** The same with another agent, or with one that keeps trust: a {@link ClaudeAgent} made by the host. */
    public EnginePorts withAgent(Agent other) {
        return new EnginePorts(views, settings -> other, freeMemory, clock);
    }
}
