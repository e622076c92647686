package switchboard.claude;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.claude.trust.ProjectScan;
import switchboard.claude.trust.ProjectText;
import switchboard.claude.trust.Trust;
import switchboard.model.ChatId;
import switchboard.model.Session;
import switchboard.model.Settings;

/**
 * Looks, off the actor's thread, whether a session's project files may be loaded: before a process starts and before each
 * turn in a living one. Before a process starts it also sees to it that the session continues from its end. Used by one actor.
 */
final class ProjectLook {

    /**
     * A process to be started.
     *
     * @param goOn whether a turn that was cut off is to go on by itself
     */
    record Start(Session session, Settings settings, boolean goOn) {}

    /** @param project what the process takes over from its directory */
    record BeforeStart(Start start, Trust.Verdict verdict, Project project) implements AgentProtocol.Internal {}

    record BeforeTurn(AgentRun job, Trust.Verdict verdict) implements AgentProtocol.Internal {}

    private final ActorContext<AgentProtocol.Command> ctx;
    private final ChatId chat;
    private final Projects projects;
    private final Trust trust;
    private final Path configDirectory;
    private AgentProtocol.@Nullable Trusting word;

    /** @param configDirectory Claude Code's */
    ProjectLook(ActorContext<AgentProtocol.Command> ctx, ChatId chat, Projects projects, Path configDirectory) {
        this.ctx = ctx;
        this.chat = chat;
        this.projects = projects;
        this.trust = projects.trust();
        this.configDirectory = configDirectory;
    }

    /** A person has said what is to become of a change. */
    void onTrusting(AgentProtocol.Trusting said) {
        word = said;
    }

    /** {@link BeforeStart} comes back. */
    void beforeStart(Start start) {
        var said = word;
        var directory = start.session().directory();
        ctx.pipeToSelf(
                TranscriptReader.offDispatcher(ctx, () -> {
                    nameTip(start.session());
                    var verdict = heeding(said, trust.of(directory));
                    return new BeforeStart(start, verdict, projects.of(chat, verdict));
                }),
                (looked, failure) ->
                        failure == null ? looked : new BeforeStart(start, unknown(directory, failure), Project.BARE));
    }

    private void nameTip(Session session) {
        try {
            if (session.used()) {
                TranscriptTip.name(session.id(), configDirectory);
            }
        } catch (IOException cannot) {
            ctx.getLog().warn("Cannot tell whether session {} continues from its end", session.id(), cannot);
        }
    }

    /** Whether it takes a look before a turn in a process. */
    boolean isNeeded(ProcessState process) {
        return trust.mayHaveChanged(process.verdict());
    }

    /** {@link BeforeTurn} comes back. */
    void beforeTurn(AgentRun job, ProcessState process, Session session) {
        var said = word;
        var directory = session.directory();
        ctx.pipeToSelf(
                TranscriptReader.offDispatcher(ctx, () -> heeding(said, trust.again(process.verdict(), directory))),
                (verdict, failure) -> new BeforeTurn(job, failure == null ? verdict : unknown(directory, failure)));
    }

    /** What a person has said to trust is trusted, if it is still what they saw. */
    private Trust.Verdict heeding(AgentProtocol.@Nullable Trusting said, Trust.Verdict verdict) throws IOException {
        if (said == null
                || !said.trusts()
                || !(verdict instanceof Trust.Changed changed)
                || !said.hash().equals(changed.scan().hash())) {
            return verdict;
        }
        trust.grant(changed.scan(), Clock.systemUTC().instant());
        return trust.of(changed.scan().directory());
    }

    private Trust.Verdict unknown(Path directory, Throwable failure) {
        ctx.getLog().warn("Cannot tell whether {} is trusted; its project files are left out", directory, failure);
        return new Trust.Withheld(ProjectScan.failed(directory));
    }

    /** What a person must be asked before a turn, if anything. */
    AgentProtocol.@Nullable ProjectChanged question(Trust.Verdict verdict) {
        var said = word;
        return verdict instanceof Trust.Changed changed
                        && (said == null
                                || said.trusts()
                                || !said.hash().equals(changed.scan().hash()))
                ? new AgentProtocol.ProjectChanged(
                        changed.scan().hash(),
                        changed.scan().directory(),
                        ProjectText.changes(changed.before(), changed.scan()),
                        changed.scan().problems())
                : null;
    }
}
