package switchboard.claude;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Command;
import switchboard.claude.SessionState.Asleep;
import switchboard.claude.SessionState.Concluding;
import switchboard.claude.SessionState.Ending;
import switchboard.claude.SessionState.Idle;
import switchboard.claude.SessionState.Leaving;
import switchboard.claude.SessionState.ShuttingDown;
import switchboard.claude.SessionState.Stopped;
import switchboard.claude.SessionState.Up;
import switchboard.claude.SessionState.Waiting;
import switchboard.model.ChatId;

/** The end of a session's process, wanted or not, and of the work in it. Used by one actor. */
final class ProcessEnd {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);

    private final ChatId chat;
    private final Warmth warmth;
    private final AgentRuns runs;
    private final Queries queries;
    private final ProcessListener listener;
    private final Awakening awakening;

    ProcessEnd(
            ChatId chat,
            Warmth warmth,
            AgentRuns runs,
            Queries queries,
            ProcessListener listener,
            Awakening awakening) {
        this.chat = chat;
        this.warmth = warmth;
        this.runs = runs;
        this.queries = queries;
        this.listener = listener;
        this.awakening = awakening;
    }

    /** The process was told to end. */
    SessionState leaving(Leaving state, Command command) {
        var up = state.up();
        switch (command) {
            case AgentProtocol.Run next -> {
                return state.with(runs.replace(up, next));
            }
            case AgentProtocol.Ask<?> query -> queries.add(query);
            case AgentProtocol.Reply reply -> up.process().reply(reply);
            case AgentProtocol.Interrupt stop -> runs.interrupt(up, stop);
            case AgentProtocol.Shutdown shutdown -> {
                return new ShuttingDown(up);
            }
            case TranscriptReader.After told -> {
                return up instanceof Concluding done ? state.with(listener.conclude(done, told)) : state;
            }
            case ProcessListener.Measured told -> {
                return up instanceof Concluding done ? state.with(listener.measured(done, told)) : state;
            }
            case ProcessLauncher.FromConnection from -> {
                return up.process().is(from.notice().from()) ? leaving(state, from.notice()) : state;
            }
            default -> {} // nothing to do
        }
        return state;
    }

    private SessionState leaving(Leaving state, ClaudeConnection.Notice notice) {
        switch (notice) {
            case ClaudeConnection.Heard heard -> {
                return state.with(listener.hear(state.up(), heard));
            }
            case ClaudeConnection.Answered answered -> listener.isCheckedWith(state.up(), answered);
            case ClaudeConnection.Closed closed -> {
                return switch (state) {
                    case Ending ending -> ended(ending.up(), closed);
                    case ShuttingDown shuttingDown -> shutDown(shuttingDown.up(), closed);
                };
            }
        }
        return state;
    }

    /** Waiting work gets the next process, unless this one has shown that its settings cannot take effect. */
    private SessionState ended(Up up, ClaudeConnection.Closed closed) {
        if (up.process().problem().isEmpty()) {
            if (up instanceof Waiting waiting && !waiting.run().stopped) {
                warmth.gone();
                return awakening.startFor(waiting.run());
            }
            if (up instanceof Idle && !queries.isEmpty()) {
                warmth.gone();
                return awakening.startForQueries();
            }
        }
        fail(up, closed, true);
        return new Asleep();
    }

    private SessionState shutDown(Up up, ClaudeConnection.Closed closed) {
        fail(up, closed, true);
        return new Stopped();
    }

    /** The process has ended by itself, or because it hung. */
    SessionState broken(Up up, ClaudeConnection.Closed closed) {
        var run = up.run();
        fail(up, closed, run != null && run.stopped);
        return new Asleep();
    }

    /** Whatever ran in the process or waited for its answer fails, too. */
    private void fail(Up up, ClaudeConnection.Closed closed, boolean isWanted) {
        warmth.gone();
        log(closed.exit(), isWanted);
        var why = up.process().failure(closed);
        queries.failed(why);
        runs.end(up.run(), why);
    }

    /** The whole stderr goes to the log; people see one line of it. */
    private void log(ClaudeProcess.Exit exit, boolean isWanted) {
        var said = exit.stderr().isBlank() ? "" : "; it said:\n" + exit.stderr().strip();
        if (isWanted) {
            LOG.debug("claude for {} has ended with exit code {}{}", chat, exit.code(), said);
        } else if (exit.notStarted()) {
            LOG.warn("claude for {} cannot be started: {}", chat, exit.stderr());
        } else {
            LOG.warn("claude for {} has ended by itself with exit code {}{}", chat, exit.code(), said);
        }
    }
}
