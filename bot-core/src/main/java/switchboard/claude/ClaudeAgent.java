package switchboard.claude;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import switchboard.agent.Agent;
import switchboard.agent.AgentProtocol;
import switchboard.archive.Transcripts;
import switchboard.claude.trust.ProjectScanner;
import switchboard.claude.trust.Trust;
import switchboard.claude.trust.TrustCommand;
import switchboard.claude.trust.TrustStore;
import switchboard.command.Capability;
import switchboard.command.SlashCommand;
import switchboard.model.AgentFacts;
import switchboard.model.ChatId;
import switchboard.model.SessionId;
import switchboard.throttle.WarmPool;

/** Claude Code, run as its CLI. */
public final class ClaudeAgent implements Agent {

    public static final String ID = "claude";

    private final ClaudeSettings settings;
    private final ClaudeProcess.Factory processes;
    private final Trust trust;
    private final AtomicReference<String> version = new AtomicReference<>("");

    /**
     * Makes the agent.
     *
     * @param processes starts the CLI, as {@link CliProcess#start} does
     * @param store keeps the directories that people trust
     */
    public ClaudeAgent(ClaudeSettings settings, ClaudeProcess.Factory processes, TrustStore store) {
        this.settings = settings;
        this.processes = processes;
        this.trust = new Trust(settings.trusted(), new ProjectScanner(settings.environment()), store);
    }

    /** The real CLI. The directories that people trust are forgotten when the host ends. */
    public static ClaudeAgent of(ClaudeSettings settings) {
        return new ClaudeAgent(settings, CliProcess::start, TrustStore.inMemory());
    }

    @Override
    public AgentFacts facts() {
        return new AgentFacts(
                ID, "Claude Code", settings.mode(), settings.model() == null ? "default" : settings.model());
    }

    @Override
    public Optional<String> version() {
        return Optional.ofNullable(version.get()).filter(said -> !said.isEmpty());
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public Optional<Transcripts> transcripts() {
        return Optional.of(
                new ClaudeTranscripts(SessionTranscript.configDirectory(settings.environment()), settings.secrets()));
    }

    @Override
    public List<SlashCommand> commands() {
        return List.of(new TrustCommand(trust));
    }

    @Override
    public Duration idle() {
        return settings.idle();
    }

    @Override
    public boolean isTrusted(Path directory) {
        return trust.of(directory).isTrusted();
    }

    @Override
    public Sessions sessions(String store) {
        var ours = settings.withStore(store);
        var setup = new ClaudeSetup(ours, new Projects(ours, trust), processes, version);
        return new ClaudeSessions(setup);
    }

    private record ClaudeSessions(ClaudeSetup setup) implements Sessions {

        @Override
        public Behavior<AgentProtocol.Command> create(
                ChatId chat, ActorRef<WarmPool.Command> pool, ActorRef<AgentProtocol.Notice> owner) {
            return ClaudeSession.create(chat, setup, pool, owner);
        }

        @Override
        public Optional<SessionId> ready(Path directory) {
            return setup.spares().claim(directory);
        }

        @Override
        public Optional<Behavior<?>> keeper(ActorRef<WarmPool.Command> pool, Path start, int most) {
            return Optional.of(SpareKeeper.create(setup, pool, start, most));
        }
    }
}
