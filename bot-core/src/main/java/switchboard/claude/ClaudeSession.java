package switchboard.claude;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Command;
import switchboard.claude.SessionState.Asleep;
import switchboard.claude.SessionState.AtWork;
import switchboard.claude.SessionState.Checking;
import switchboard.claude.SessionState.Concluding;
import switchboard.claude.SessionState.Ending;
import switchboard.claude.SessionState.Idle;
import switchboard.claude.SessionState.Inspecting;
import switchboard.claude.SessionState.Leaving;
import switchboard.claude.SessionState.Recalling;
import switchboard.claude.SessionState.Running;
import switchboard.claude.SessionState.ShuttingDown;
import switchboard.claude.SessionState.Starting;
import switchboard.claude.SessionState.Stopped;
import switchboard.claude.SessionState.Up;
import switchboard.claude.SessionState.Waiting;
import switchboard.model.AgentQuery;
import switchboard.model.ChatId;
import switchboard.throttle.WarmPool;

/**
 * A chat's Claude Code: runs jobs one at a time, starts the process that they need and ends it when it has idled. The process
 * comes and goes ({@link ClaudeConnection}); this actor stays.
 *
 * <p>Each {@link SessionState} has a method, and so has behavior that several states share. {@link Awakening} has the states
 * without a process, this class those with one, and {@link ProcessEnd} those of a process that was told to end.
 */
final class ClaudeSession {

    private final Queries queries;
    private final TranscriptReader transcripts;
    private final PromptFiles files;
    private final ProjectLook project;
    private final Warmth warmth;
    private final AgentRuns runs;
    private final ProcessListener listener;
    private final ProcessLauncher launcher;
    private final Awakening awakening;
    private final ProcessEnd processEnd;

    ClaudeSession(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ChatId chat,
            ClaudeSetup setup,
            ActorRef<WarmPool.Command> pool,
            ActorRef<? super AgentProtocol.Notice> owner) {
        var claude = setup.claude();
        var config = SessionTranscript.configDirectory(claude.environment());
        this.transcripts = new TranscriptReader(ctx, config, chat, claude);
        this.files = new PromptFiles(claude.files(), chat, owner);
        this.project = new ProjectLook(ctx, chat, setup, config);
        this.warmth = new Warmth(ctx, timers, pool, claude.idle());
        this.runs = new AgentRuns(warmth);
        this.queries = new Queries(ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        this.listener = new ProcessListener(ctx, owner, transcripts, warmth, runs, queries, setup.version());
        this.launcher = new ProcessLauncher(ctx, chat, setup, owner, warmth);
        this.awakening = new Awakening(transcripts, project, launcher, runs, queries, warmth);
        this.processEnd = new ProcessEnd(chat, warmth, runs, queries, listener, awakening);
    }

    static Behavior<Command> create(
            ChatId chat,
            ClaudeSetup setup,
            ActorRef<WarmPool.Command> pool,
            ActorRef<? super AgentProtocol.Notice> owner) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(
                timers -> new ClaudeSession(ctx, timers, chat, setup, pool, owner).behavior(new Asleep())));
    }

    private Behavior<Command> behavior(SessionState state) {
        if (state instanceof Stopped) {
            return Behaviors.stopped();
        }
        return Behaviors.receiveMessage(command -> {
            var next = on(state, command);
            return next.equals(state) ? Behaviors.same() : behavior(next);
        });
    }

    /** The state after a command. */
    SessionState on(SessionState state, Command command) {
        return switch (command) {
            case AgentProtocol.Adopt adopt -> {
                runs.adopt(adopt, state.run());
                yield state;
            }
            case AgentProtocol.Apply apply -> {
                launcher.apply(apply.settings());
                yield in(state, command);
            }
            case AgentProtocol.Trusting said -> {
                project.onTrusting(said);
                yield state;
            }
            case AgentProtocol.Ask<?> query -> asked(state, query);
            default -> in(state, command);
        };
    }

    private SessionState asked(SessionState state, AgentProtocol.Ask<?> query) {
        return switch (query.query()) {
            case AgentQuery.EndProcess end -> retire(state, query);
            case AgentQuery.Patches patches -> {
                transcripts.patches(query, patches.turn());
                yield state;
            }
            default -> in(state, query);
        };
    }

    private static <T> SessionState retire(SessionState state, AgentProtocol.Ask<T> query) {
        var fate = switch (state) {
            case AtWork atWork -> AgentQuery.ProcessEnd.ENDS_AFTER_TURN;
            case Idle idle -> AgentQuery.ProcessEnd.ENDS_NOW;
            case Waiting waiting -> AgentQuery.ProcessEnd.ENDS_NOW;
            case Leaving leaving -> AgentQuery.ProcessEnd.ENDS_NOW;
            case Asleep asleep -> AgentQuery.ProcessEnd.NONE;
            case Recalling recalling -> AgentQuery.ProcessEnd.NONE;
            case Starting starting -> AgentQuery.ProcessEnd.NONE;
            case Stopped stopped -> AgentQuery.ProcessEnd.NONE;
        };
        query.replyTo().tell(new AgentQuery.Answered<>(query.query().answer().cast(fate)));
        if (!(state instanceof Up up)) {
            return state;
        }
        up.process().retired = true;
        return state instanceof AtWork ? state : end(up);
    }

    private SessionState in(SessionState state, Command command) {
        return switch (state) {
            case Asleep asleep -> awakening.asleep(asleep, command);
            case Recalling recalling -> awakening.recalling(recalling, command);
            case Starting starting -> awakening.starting(starting, command);
            case Idle idle -> idle(idle, command);
            case Inspecting inspecting -> inspecting(inspecting, command);
            case Checking checking -> waiting(checking, command);
            case Running running -> atWork(running, command);
            case Concluding concluding -> concluding(concluding, command);
            case Leaving leaving -> processEnd.leaving(leaving, command);
            case Stopped stopped -> stopped;
        };
    }

    private SessionState idle(Idle state, Command command) {
        return switch (command) {
            case AgentProtocol.Run next -> run(state.process(), runs.begin(next));
            case AgentProtocol.Ask<?> query -> {
                if (state.process().serves(query.session())) {
                    yield up(state, command);
                }
                queries.add(query);
                yield end(state);
            }
            case AgentProtocol.Hibernate hibernate -> queries.isEmpty() ? end(state) : state;
            default -> up(state, command);
        };
    }

    private SessionState run(ProcessState process, AgentRun next) {
        var job = next.prompted();
        warmth.busy();
        if (!process.canRun(job)) {
            return end(new Checking(process, next));
        }
        if (!project.isNeeded(process)) {
            return begin(process, next);
        }
        project.beforeTurn(next, process, job.session());
        return new Inspecting(process, next);
    }

    private SessionState inspecting(Inspecting state, Command command) {
        return command instanceof ProjectLook.BeforeTurn looked && looked.job() == state.run()
                ? inspected(state, looked)
                : waiting(state, command);
    }

    private SessionState inspected(Inspecting state, ProjectLook.BeforeTurn looked) {
        var question = project.question(looked.verdict());
        if (question != null) {
            return runs.end(state, question);
        }
        return state.process().hasLoaded(looked.verdict())
                ? begin(state.process(), state.run())
                : end(new Checking(state.process(), state.run()));
    }

    private SessionState waiting(Waiting state, Command command) {
        if (command instanceof AgentProtocol.Interrupt stop) {
            return runs.stop(state.run(), stop) ? end(state) : state;
        }
        return up(state, command);
    }

    /** Gives the prompt to the process once that is ready. A process that continues a cut-off turn gets the prompt again. */
    private Up begin(ProcessState process, AgentRun next) {
        if (!process.isReady()) {
            return new Checking(process, next);
        }
        process.tell(new ClaudeConnection.Write(files.line(next.prompted())));
        process.tell(new ClaudeConnection.Working(true));
        return new Running(process, next);
    }

    private SessionState concluding(Concluding state, Command command) {
        return switch (command) {
            case TranscriptReader.After told -> leaveRetired(listener.conclude(state, told));
            case ProcessListener.Measured told -> leaveRetired(listener.measured(state, told));
            default -> atWork(state, command);
        };
    }

    private SessionState atWork(AtWork state, Command command) {
        if (command instanceof AgentProtocol.Interrupt stop) {
            runs.interrupt(state, stop);
            return state;
        }
        return up(state, command);
    }

    /** The common behavior of all states with a process that stays. */
    private SessionState up(Up state, Command command) {
        var process = state.process();
        switch (command) {
            case AgentProtocol.Run next -> {
                return end(runs.replace(state, next));
            }
            case AgentProtocol.Ask<?> query -> queries.ask(queries.add(query), process);
            case AgentProtocol.Reply reply -> process.reply(reply);
            case ServedCalls.Begun begun -> begun.calls().on(begun);
            case AgentProtocol.Apply apply -> process.apply(apply.settings());
            case AgentProtocol.Shutdown shutdown -> {
                process.end();
                return new ShuttingDown(state);
            }
            case ProcessLauncher.FromConnection from -> {
                return process.is(from.notice().from()) ? onNotice(state, from.notice()) : state;
            }
            default -> {} // nothing to do
        }
        return state;
    }

    private SessionState onNotice(Up state, ClaudeConnection.Notice notice) {
        return switch (notice) {
            case ClaudeConnection.Heard heard -> leaveRetired(listener.hear(state, heard));
            case ClaudeConnection.Answered answered -> listener.isCheckedWith(state, answered) ? checked(state) : state;
            case ClaudeConnection.Closed closed -> processEnd.broken(state, closed);
        };
    }

    private static SessionState leaveRetired(Up state) {
        return state instanceof Idle && state.process().retired ? end(state) : state;
    }

    private SessionState checked(Up state) {
        if (state.process().problem().isPresent()) {
            return end(state);
        }
        return state instanceof Checking checking ? begin(checking.process(), checking.run()) : state;
    }

    /** Waiting work then runs in the next process. */
    private static Ending end(Up state) {
        state.process().end();
        return new Ending(state);
    }
}
