package switchboard.standin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import switchboard.agent.Agent;
import switchboard.command.Capability;
import switchboard.model.AgentFacts;
import switchboard.model.PermissionMode;
import switchboard.model.Session;
import switchboard.model.SessionId;

/**
 * An agent that needs no model, file, command or network, so that the whole engine runs without {@code claude}. At the first
 * prompt of a session it says what it is, how to get Claude Code, and which words start a scene: {@code stream}, {@code tools},
 * {@code permission}, {@code question}, {@code plan}, {@code error}, {@code long}, {@code wait N}, {@code tour}.
 */
public final class StandInAgent implements Agent {

    public static final String ID = "stand-in";

    private final AgentFacts facts;
    private final UnaryOperator<Duration> tempo;

    /** Prompts of each session since this stand-in was made. */
    private final Map<SessionId, Integer> prompts = new ConcurrentHashMap<>();

    /**
     * Makes the agent.
     *
     * @param mode the permission mode of chats that chose none
     * @param model the name of the model for chats that chose none; null for a default
     */
    public StandInAgent(PermissionMode mode, @Nullable String model) {
        this(mode, model, UnaryOperator.identity());
    }

    /** @param tempo gives the real length of a scene's pause */
    StandInAgent(PermissionMode mode, @Nullable String model, UnaryOperator<Duration> tempo) {
        this.facts = new AgentFacts(ID, "the stand-in", mode, model == null ? "default" : model);
        this.tempo = tempo;
    }

    @Override
    public AgentFacts facts() {
        return facts;
    }

    /** All capabilities but skills and transcripts, of which it has none, so that people can try the commands. */
    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.SKILLS, Capability.TRANSCRIPTS));
    }

    /** Has no effect, because an idle stand-in has nothing running. */
    @Override
    public Duration idle() {
        return Duration.ZERO;
    }

    @Override
    public Sessions sessions(String store) {
        return (chat, pool, owner) -> StandInSession.create(facts, this::count, tempo, InstantSource.system(), owner);
    }

    /** The number of the session's next prompt. A copy counts on from the session that is copied. */
    private int count(Session session) {
        var origin = session.origin();
        if (origin != null) {
            prompts.putIfAbsent(session.id(), prompts.getOrDefault(origin.of(), 0));
        }
        return prompts.merge(session.id(), 1, Integer::sum);
    }
}
