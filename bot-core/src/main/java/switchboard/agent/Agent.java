package switchboard.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import switchboard.archive.Transcripts;
import switchboard.command.Capability;
import switchboard.command.SlashCommand;
import switchboard.command.SlashCommands;
import switchboard.model.AgentFacts;
import switchboard.model.ChatId;
import switchboard.model.SessionId;
import switchboard.throttle.WarmPool;

/** A coding agent that people talk to in chats. Immutable; may be shared by engines. */
public interface Agent {

    AgentFacts facts();

    Set<Capability> capabilities();

    /** The agent's version, if it is known by now. Does not block. */
    default Optional<String> version() {
        return Optional.empty();
    }

    /** The transcripts of its sessions. An agent has them if it has {@link Capability#TRANSCRIPTS}. */
    default Optional<Transcripts> transcripts() {
        return Optional.empty();
    }

    /** Slash commands that only this agent has. */
    default List<SlashCommand> commands() {
        return List.of();
    }

    /** How long a session keeps its process when it has nothing to do. */
    Duration idle();

    /** Whether people trust the programs that this directory's project files and repository name. May block. */
    default boolean isTrusted(Path directory) {
        return false;
    }

    /**
     * The sessions of one engine.
     *
     * @param store the identity of the engine's store. By it an agent recognizes processes of this engine that outlived a crash
     */
    Sessions sessions(String store);

    /** All slash commands of a chat with this agent. */
    default SlashCommands catalogue() {
        return SlashCommands.installed().with(commands()).under(capabilities());
    }

    /** Makes the session of each chat. */
    @FunctionalInterface
    interface Sessions {

        /**
         * A chat's session; it obeys {@link AgentProtocol}.
         *
         * @param pool the session tells it when its process is busy, idle or gone, and it may ask the session to
         *     {@link AgentProtocol.Hibernate}; a session without a process tells it nothing
         * @param owner the chat
         */
        Behavior<AgentProtocol.Command> create(
                ChatId chat, ActorRef<WarmPool.Command> pool, ActorRef<AgentProtocol.Notice> owner);

        /**
         * The id of a session that is ready to begin in a directory, for a chat whose next prompt begins one there. No other chat gets
         * it. Empty if there is none. Does not block.
         */
        default Optional<SessionId> ready(Path directory) {
            return Optional.empty();
        }

        /**
         * Keeps sessions ready, as long as the pool has room; empty for an agent that has none.
         *
         * @param start where new chats begin
         * @param most how many directories have one ready, at least 1
         */
        default Optional<Behavior<?>> keeper(ActorRef<WarmPool.Command> pool, Path start, int most) {
            return Optional.empty();
        }
    }
}
