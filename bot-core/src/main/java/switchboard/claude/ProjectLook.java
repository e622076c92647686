package switchboard.claude;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.agent.AgentProtocol;
import switchboard.claude.trust.ProjectScan;
import switchboard.claude.trust.ProjectText;
import switchboard.claude.trust.Trust;
import switchboard.model.ChatId;
import switchboard.model.Session;
import switchboard.model.Settings;

/**
 * Checks, off the actor's thread, whether a session's project files may be loaded: before a process starts and before each turn
 * in a living one. Before a process starts, it also finds out how the process comes to the session. Used by one actor.
 */
final class ProjectLook {

    /**
     * A process to be started.
     *
     * @param goOn whether a turn that was cut off continues by itself
     */
    record Start(Session session, boolean goOn) {}

    /**
     * @param project what the process takes over from its directory
     * @param spare the process, if it was started before it was needed; null if one must be started
     */
    record BeforeStart(
            Start start,
            SessionEntry entry,
            Trust.Verdict verdict,
            Project project,
            @Nullable SpareProcess spare) implements AgentProtocol.Internal {}

    record BeforeTurn(AgentRun job, Trust.Verdict verdict) implements AgentProtocol.Internal {}

    /** Looks are taken on other threads, where the actor's own log is closed. */
    private static final Logger LOG = LoggerFactory.getLogger(ProjectLook.class);

    private final ActorContext<AgentProtocol.Command> ctx;
    private final ChatId chat;
    private final ClaudeSetup setup;
    private final Trust trust;
    private final Path configDirectory;

    /** The files without which a person has the agent work. */
    private @Nullable String without;

    /** What people have said to trust is stored; no look comes before that. */
    private CompletionStage<?> granted = CompletableFuture.completedStage(null);

    /** @param configDirectory Claude Code's configuration directory */
    ProjectLook(ActorContext<AgentProtocol.Command> ctx, ChatId chat, ClaudeSetup setup, Path configDirectory) {
        this.ctx = ctx;
        this.chat = chat;
        this.setup = setup;
        this.trust = setup.projects().trust();
        this.configDirectory = configDirectory;
    }

    /** A person has decided on a change. */
    void onTrusting(AgentProtocol.Trusting said) {
        without = said.trusts() ? null : said.hash();
        if (said.trusts()) {
            granted = afterGrants(() -> grant(said)).handle((stored, failure) -> {
                if (failure != null) { // the next look asks again
                    LOG.warn("Cannot store that {} is trusted", said.directory(), failure);
                }
                return null;
            });
        }
    }

    /** Trusts the files if they are still what the person saw. */
    private boolean grant(AgentProtocol.Trusting said) throws IOException {
        if (trust.of(said.directory()) instanceof Trust.Changed changed
                && said.hash().equals(changed.scan().hash())) {
            trust.grant(changed.scan(), Clock.systemUTC().instant());
            return true;
        }
        return false;
    }

    private <T> CompletionStage<T> afterGrants(Callable<T> look) {
        return granted.thenCompose(stored -> TranscriptReader.offDispatcher(ctx, look));
    }

    /** The result comes as {@link BeforeStart}. */
    void beforeStart(Start start) {
        var directory = start.session().directory();
        ctx.pipeToSelf(
                afterGrants(() -> {
                    var entry = entry(start.session());
                    var verdict = trust.of(directory);
                    var project = setup.projects().of(chat, verdict);
                    return new BeforeStart(start, entry, verdict, project, spare(entry, verdict, directory, project));
                }),
                (looked, failure) -> failure == null
                        ? looked
                        : new BeforeStart(
                                start,
                                SessionEntry.of(start.session()),
                                unknown(directory, failure),
                                Project.BARE,
                                null));
    }

    /** The spare process that the session has claimed, if it is what would be started now. If it is not, it ends. */
    private @Nullable SpareProcess spare(SessionEntry entry, Trust.Verdict verdict, Path directory, Project project)
            throws IOException, InterruptedException {
        var spare = entry instanceof SessionEntry.Begin begin ? setup.spares().take(begin.id()) : null;
        if (spare == null) {
            return null;
        }
        var commandLine = setup.commandLine();
        if (!spare.isAs(commandLine.spare(spare.session(), directory, project), verdict)) {
            spare.end();
            return null;
        }
        var adopted = commandLine.adopted(chat, spare.session(), Settings.NONE, project, directory);
        CliProcess.makePrivate(adopted.directories());
        return spare;
    }

    private SessionEntry entry(Session session) {
        try {
            return SessionEntry.find(session, configDirectory);
        } catch (IOException cannot) {
            LOG.warn("Cannot tell where session {} begins or continues", session.id(), cannot);
            return SessionEntry.of(session);
        }
    }

    /** Whether a turn in this process needs a look first. */
    boolean isNeeded(ProcessState process) {
        return trust.mayHaveChanged(process.verdict());
    }

    /** The result comes as {@link BeforeTurn}. */
    void beforeTurn(AgentRun job, ProcessState process, Session session) {
        var directory = session.directory();
        ctx.pipeToSelf(
                afterGrants(() -> trust.again(process.verdict(), directory)),
                (verdict, failure) -> new BeforeTurn(job, failure == null ? verdict : unknown(directory, failure)));
    }

    private Trust.Verdict unknown(Path directory, Throwable failure) {
        LOG.warn("Cannot tell whether {} is trusted; its project files are left out", directory, failure);
        return new Trust.Withheld(ProjectScan.failed(directory));
    }

    /** The question to a person before a turn; null if there is none. */
    AgentProtocol.@Nullable ProjectChanged question(Trust.Verdict verdict) {
        return verdict instanceof Trust.Changed changed
                        && !changed.scan().hash().equals(without)
                ? new AgentProtocol.ProjectChanged(
                        changed.scan().hash(),
                        changed.scan().directory(),
                        ProjectText.changes(changed.before(), changed.scan()),
                        changed.scan().problems())
                : null;
    }
}
