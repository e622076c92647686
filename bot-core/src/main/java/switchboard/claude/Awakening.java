package switchboard.claude;

import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Command;
import switchboard.claude.SessionState.Asleep;
import switchboard.claude.SessionState.Recalling;
import switchboard.claude.SessionState.Starting;
import switchboard.claude.SessionState.Stopped;
import switchboard.model.Session;

/** A session from having no process until it has one: a method for each state. Used by one actor. */
final class Awakening {

    private static final AgentProtocol.Broke STOPPED = Failures.broke(AgentProtocol.Cause.CRASHED, "it was stopped");

    private final TranscriptReader transcripts;
    private final ProjectLook project;
    private final ProcessLauncher launcher;
    private final AgentRuns runs;
    private final Queries queries;
    private final Warmth warmth;

    Awakening(
            TranscriptReader transcripts,
            ProjectLook project,
            ProcessLauncher launcher,
            AgentRuns runs,
            Queries queries,
            Warmth warmth) {
        this.transcripts = transcripts;
        this.project = project;
        this.launcher = launcher;
        this.runs = runs;
        this.queries = queries;
        this.warmth = warmth;
    }

    SessionState asleep(Asleep state, Command command) {
        return switch (command) {
            case AgentProtocol.Run run -> startFor(runs.begin(run));
            case AgentProtocol.Wake wake -> {
                warmth.askRoom(wake.session());
                yield state;
            }
            case Warmth.Room room -> room.isThere() ? start(room.session(), false, null) : state;
            case AgentProtocol.Ask<?> query -> {
                queries.add(query);
                yield startForQueries();
            }
            case AgentProtocol.Shutdown shutdown -> new Stopped();
            default -> state;
        };
    }

    SessionState recalling(Recalling state, Command command) {
        return command instanceof TranscriptReader.Before read && read.job() == state.run()
                ? recalled(state.run(), read)
                : waiting(state, command);
    }

    private SessionState recalled(AgentRun run, TranscriptReader.Before read) {
        var job = run.prompted();
        if (run.stopped) {
            runs.end(run, STOPPED);
        } else if (read.stopped().isPresent()) {
            runs.end(run, run.finished(read.stopped().get(), true));
        } else if (!read.tools().isEmpty() && !job.confirmed()) {
            runs.end(run, new AgentProtocol.CutOff(read.tools()));
        } else {
            return start(job.session(), read.begun(), run);
        }
        return startForQueries();
    }

    SessionState starting(Starting state, Command command) {
        return command instanceof ProjectLook.BeforeStart looked
                        && looked.start().equals(state.start())
                ? looked(state.run(), looked)
                : waiting(state, command);
    }

    private SessionState looked(@Nullable AgentRun run, ProjectLook.BeforeStart looked) {
        if (run == null) {
            return launcher.launch(looked, null);
        }
        var refusal = run.stopped ? STOPPED : project.question(looked.verdict());
        if (refusal == null) {
            return launcher.launch(looked, run);
        }
        runs.end(run, refusal);
        return startForQueries();
    }

    private SessionState waiting(SessionState state, Command command) {
        return switch (command) {
            case AgentProtocol.Run next -> startFor(runs.replace(state.run(), next)); // the process serves queries, too
            case AgentProtocol.Ask<?> query -> {
                queries.add(query);
                yield state;
            }
            case AgentProtocol.Interrupt stop -> {
                runs.stop(state.run(), stop);
                yield state;
            }
            case AgentProtocol.Shutdown shutdown -> new Stopped();
            default -> state;
        };
    }

    /** A resumed job begins only once it is known that no part of it runs twice. */
    SessionState startFor(AgentRun next) {
        var job = next.prompted();
        if (!job.resumed()) {
            return start(job.session(), false, next);
        }
        transcripts.before(next);
        return new Recalling(next);
    }

    SessionState startForQueries() {
        return queries.isEmpty() ? new Asleep() : start(queries.session(), false, null);
    }

    /** Starts a process once it is known what it takes over from its directory. */
    private SessionState start(Session session, boolean goOn, @Nullable AgentRun run) {
        var start = new ProjectLook.Start(session, goOn);
        project.beforeStart(start);
        return new Starting(start, run);
    }
}
