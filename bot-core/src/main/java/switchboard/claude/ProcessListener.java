package switchboard.claude;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.claude.SessionState.Concluding;
import switchboard.claude.SessionState.Idle;
import switchboard.claude.SessionState.Running;
import switchboard.claude.SessionState.Up;
import switchboard.claude.wire.Incoming;
import switchboard.model.AgentQuery;
import switchboard.model.FileChanges;
import switchboard.model.SessionId;
import switchboard.model.TurnId;

/**
 * Reads the lines of a living process and moves to the state that follows: a turn begins by itself, has news or ends. Used by one
 * actor.
 */
final class ProcessListener {

    /** The words with which Claude Code itself makes the model resume a turn. */
    static final String GO_ON = "Continue from where you left off.";

    /** What a run has changed; null if that failed. */
    record Measured(AgentRun run, AgentQuery.@Nullable Result<FileChanges> changes) implements AgentProtocol.Internal {}

    private final ActorContext<AgentProtocol.Command> ctx;
    private final ActorRef<? super AgentProtocol.Notice> owner;
    private final TranscriptReader transcripts;
    private final Warmth warmth;
    private final AgentRuns runs;
    private final Queries queries;
    private final AtomicReference<String> version;

    ProcessListener(
            ActorContext<AgentProtocol.Command> ctx,
            ActorRef<? super AgentProtocol.Notice> owner,
            TranscriptReader transcripts,
            Warmth warmth,
            AgentRuns runs,
            Queries queries,
            AtomicReference<String> version) {
        this.ctx = ctx;
        this.owner = owner;
        this.transcripts = transcripts;
        this.warmth = warmth;
        this.runs = runs;
        this.queries = queries;
        this.version = version;
    }

    /** Takes a line of the process. */
    Up hear(Up state, ClaudeConnection.Heard heard) {
        var next = hear(state, state.process().read(heard.line()));
        state.process().tell(new ClaudeConnection.Credit());
        return next;
    }

    private Up hear(Up before, Incoming line) {
        var beginsByItself = before instanceof Idle && begins(line);
        var state = beginsByItself ? begun(before.process()) : before;
        if (line instanceof Incoming.Init init) {
            version.set(init.version());
        }
        switch (line) {
            case Incoming.ModeChanged changed ->
                state.process()
                        .changedMode(changed.mode())
                        .ifPresent(mode -> owner.tell(new AgentProtocol.ModeChanged(mode)));
            case Incoming.ConversationReset reset ->
                owner.tell(new AgentProtocol.SessionReset(new SessionId(reset.sessionId())));
            case Incoming.StateChanged changed -> {
                return changed.state().equals("idle") ? idle(state) : state;
            }
            default -> hear(state.process(), state.run(), line);
        }
        return state;
    }

    private static boolean begins(Incoming line) {
        return line instanceof Incoming.Init || line instanceof Incoming.Ask || line instanceof Incoming.ToolCall;
    }

    private Running begun(ProcessState process) {
        var run = new AgentRun(TurnId.random(), null, null);
        process.tell(new ClaudeConnection.Working(true));
        owner.tell(new AgentProtocol.SelfStarted(run.id));
        return new Running(process, run);
    }

    private static void hear(ProcessState process, @Nullable AgentRun run, Incoming line) {
        if (line instanceof Incoming.Result result && Failures.isLost(result)) {
            process.lost = true; // the process ends by itself
        } else if (line instanceof Incoming.Ask ask && PermissionRequest.isForbidden(ask)) {
            process.answer(ask.requestId(), asked -> PermissionRequest.IN_PLAN_MODE);
        } else if (line instanceof Incoming.ToolCancelled cancelled) {
            process.served().hear(cancelled);
        } else if (run != null && line instanceof Incoming.ToolCall call) {
            process.served().hear(call, run);
        } else if (run != null) {
            run.hear(line);
        }
    }

    private Up idle(Up state) {
        var run = state.run();
        if (run == null) {
            warmth.idle();
            return state;
        }
        if (state instanceof Concluding || !run.isOver()) {
            return state;
        }
        state.process().tell(new ClaudeConnection.Working(false));
        if (run.job == null) {
            return runs.end(state, run.finished("", false));
        }
        if (!run.job.resumed()) {
            return end(state, run, run.finished("", false));
        }
        transcripts.after(run);
        return new Concluding(state.process(), run);
    }

    /** The answer to a resumed job has been read. */
    Up conclude(Concluding state, TranscriptReader.After told) {
        var run = state.run();
        if (told.job() != run || run.last != null) {
            return state;
        }
        if (told.denied() && run.push == null) {
            run.tell(new AgentProtocol.Denied());
        }
        return told.wasCutTwice() ? goOn(state) : end(state, run, run.finished(told.text(), false));
    }

    /** A run that may have changed files ends once it is known which. */
    private Up end(Up state, AgentRun run, AgentProtocol.Finished last) {
        if (!state.process().mayHaveChanged(run)) {
            return runs.end(state, last);
        }
        run.last = last;
        ctx.pipeToSelf(queries.measure(run.prompted(), state.process()), (told, failure) -> new Measured(run, told));
        return new Concluding(state.process(), run);
    }

    /** It is known which files a run has changed, or that this is not to be known. */
    Up measured(Concluding state, Measured told) {
        var run = state.run();
        if (told.run() != run || run.last == null) {
            return state;
        }
        if (told.changes() instanceof AgentQuery.Answered<FileChanges> known) {
            var changes = state.process().changes(run, known.answer());
            run.last = changes.isEmpty() ? run.last : run.last.with(changes);
        }
        return runs.end(state, run.last);
    }

    private static Running goOn(Concluding cut) {
        var push = UUID.randomUUID().toString();
        cut.run().push = push;
        cut.process().tell(new ClaudeConnection.Write(StreamJson.user(push, GO_ON, true)));
        cut.process().tell(new ClaudeConnection.Working(true));
        return new Running(cut.process(), cut.run());
    }

    /** Takes an answer to a control request. Returns whether this answer completes the check of the settings. */
    boolean isCheckedWith(Up state, ClaudeConnection.Answered answered) {
        var tag = answered.tag();
        var response = answered.response();
        if (tag.equals(ClaudeConnection.INITIALIZE)) {
            queries.askAll(state.process());
        }
        if (queries.answered(tag, response) && state.run() == null) {
            warmth.idle();
        }
        return state.process().isCheckedWith(tag, response);
    }
}
