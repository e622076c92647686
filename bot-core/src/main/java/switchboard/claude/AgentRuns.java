package switchboard.claude;

import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.claude.SessionState.AtWork;
import switchboard.claude.SessionState.Checking;
import switchboard.claude.SessionState.Idle;
import switchboard.claude.SessionState.Up;

/** Begins, stops and ends runs, and notifies whoever watches them. Used by one actor. */
final class AgentRuns {

    private static final AgentProtocol.Broke REPLACED =
            Failures.broke(AgentProtocol.Cause.CRASHED, "a prompt took its place");

    private final Warmth warmth;

    /** A turn that Claude began by itself and ended before anyone adopted it. */
    private @Nullable AgentRun unadopted;

    AgentRuns(Warmth warmth) {
        this.warmth = warmth;
    }

    /** Begins the run of a prompt. */
    AgentRun begin(AgentProtocol.Run prompt) {
        warmth.wanted();
        return new AgentRun(prompt.job().turn(), prompt.job(), prompt.turn());
    }

    /** Begins the run of a prompt that comes before another run has ended. */
    AgentRun replace(@Nullable AgentRun before, AgentProtocol.Run prompt) {
        end(before, REPLACED);
        return begin(prompt);
    }

    /** The same while a process is alive. This process never gets the prompt. */
    Checking replace(Up state, AgentProtocol.Run prompt) {
        var run = replace(state.run(), prompt);
        warmth.busy();
        return new Checking(state.process(), run);
    }

    /** A person stops a turn. Returns whether that turn runs or is about to run. */
    boolean stop(@Nullable AgentRun current, AgentProtocol.Interrupt stop) {
        if (current == null || !current.id.equals(stop.turn())) {
            return false;
        }
        current.stopped = true;
        return true;
    }

    /** The same while a process is alive; if it is at work, it is interrupted. */
    void interrupt(Up state, AgentProtocol.Interrupt stop) {
        if (stop(state.run(), stop) && state instanceof AtWork) {
            state.process().tell(new ClaudeConnection.Interrupt());
        }
    }

    void adopt(AgentProtocol.Adopt adopt, @Nullable AgentRun current) {
        var ended = unadopted;
        if (ended != null && ended.id.equals(adopt.turn())) {
            unadopted = null;
            ended.adopt(adopt.by());
        } else if (current != null && current.id.equals(adopt.turn())) {
            current.adopt(adopt.by());
        }
    }

    /** @param last its last event, unless it has finished already */
    void end(@Nullable AgentRun run, AgentProtocol.Event last) {
        if (run != null) {
            run.tell(run.last == null ? last : run.last);
            if (!run.isAdopted()) {
                unadopted = run;
            }
        }
    }

    /** The same, and the process stays. */
    Idle end(Up state, AgentProtocol.Event last) {
        end(state.run(), last);
        warmth.idle();
        return new Idle(state.process());
    }
}
