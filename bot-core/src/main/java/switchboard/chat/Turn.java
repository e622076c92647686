package switchboard.chat;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.chat.TurnProtocol.Command;
import switchboard.chat.TurnProtocol.Delivered;
import switchboard.chat.TurnProtocol.Go;
import switchboard.chat.TurnProtocol.Report;
import switchboard.chat.TurnProtocol.Resolve;
import switchboard.chat.TurnProtocol.Resume;
import switchboard.chat.TurnProtocol.Revise;
import switchboard.chat.TurnProtocol.Setup;
import switchboard.chat.TurnProtocol.Show;
import switchboard.chat.TurnProtocol.Stop;
import switchboard.chat.TurnState.Asking;
import switchboard.chat.TurnState.AskingToResume;
import switchboard.chat.TurnState.Begun;
import switchboard.chat.TurnState.Broken;
import switchboard.chat.TurnState.Ended;
import switchboard.chat.TurnState.InLine;
import switchboard.chat.TurnState.Ready;
import switchboard.chat.TurnState.Returning;
import switchboard.chat.TurnState.Running;
import switchboard.chat.TurnState.Stopping;
import switchboard.chat.TurnState.Unready;
import switchboard.model.Activity.Phase;
import switchboard.model.FileChanges;
import switchboard.model.Outcome;
import switchboard.text.Texts;
import switchboard.throttle.Throttle;

/**
 * One turn, from its files and its permit to its end: it hands the job to the agent, tells the view what the agent does, and gives
 * its permit back while only people are waited for. It changes no state of its chat, which it tells of what happens.
 *
 * <p>Each {@link TurnState} has a method, here or in {@link Preparation}.
 */
final class Turn {

    sealed interface Internal extends Command {}

    record FromThrottle(Throttle.Reply reply) implements Internal {}

    record FromAgent(AgentProtocol.Event event) implements Internal {}

    record Linger() implements Internal {}

    /** The agent has waited long for what becomes of a file. */
    record Waited(String request) implements Internal {}

    /** How long the agent waits for what becomes of a file. The turn keeps its permit meanwhile. */
    static final Duration LONGEST_SEND = Duration.ofMinutes(2);

    private final TimerScheduler<Command> timers;
    private final Setup setup;
    private final ActorRef<Throttle.Reply> permits;
    private final ActorRef<AgentProtocol.Event> events;
    private final Requests requests = new Requests();
    private final TurnShowing shown;
    private final Preparation preparation;

    /** The job that the agent got last; null before the first, and for a turn that the agent began. */
    private AgentProtocol.@Nullable Job job;

    Turn(ActorContext<Command> ctx, TimerScheduler<Command> timers, Setup setup) {
        this.timers = timers;
        this.setup = setup;
        this.shown = new TurnShowing(setup);
        this.preparation = new Preparation(ctx, timers, setup, shown);
        this.permits = ctx.messageAdapter(Throttle.Reply.class, FromThrottle::new);
        this.events = ctx.messageAdapter(AgentProtocol.Event.class, FromAgent::new);
    }

    static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var turn = new Turn(ctx, timers, setup);
            return turn.behavior(turn.begin());
        }));
    }

    private Behavior<Command> behavior(TurnState state) {
        return Behaviors.receive(Command.class)
                .onAnyMessage(command -> {
                    var next = on(state, command);
                    return next.equals(state) ? Behaviors.same() : behavior(next);
                })
                .onSignal(PostStop.class, stopped -> {
                    report(new TurnProtocol.Left(
                            setup.id(), requests.clear(), shown.log().begun()));
                    return Behaviors.same();
                })
                .build();
    }

    TurnState begin() {
        if (setup.adopted()) {
            start();
            setup.agent().tell(new AgentProtocol.Adopt(setup.id(), events));
            return new Running();
        }
        return waitUnless(preparation.begin(setup.suspicion(), setup.isHeld()));
    }

    /** The prompt is ready once nothing is left to be done for it. */
    private TurnState waitUnless(Optional<Unready> state) {
        return state.isPresent() ? state.get() : waitInLine();
    }

    private TurnState waitInLine() {
        acquire(false);
        shown.phase(Phase.WAITING);
        return new InLine(null);
    }

    /** The state after a command. */
    TurnState on(TurnState state, Command command) {
        if (command instanceof Show && state instanceof Begun) {
            shown.again(state instanceof Stopping);
            report(new TurnProtocol.Shown(setup.id()));
            return state;
        }
        if (command instanceof Waited waited) {
            report(new TurnProtocol.Overdue(setup.id(), waited.request()));
            return state;
        }
        if (command instanceof FromAgent from
                && from.event() instanceof AgentProtocol.FileOffered offered
                && !(state instanceof Running || state instanceof Asking)) {
            leave(offered);
            return state;
        }
        return switch (state) {
            case Unready unready -> unready(unready, command);
            case InLine line -> inLine(line, command);
            case Ready ready -> ready(ready, command);
            case Running running -> running(running, command);
            case Asking asking -> asking(asking, command);
            case AskingToResume asking -> askingToResume(asking, command);
            case Returning returning -> returning(returning, command);
            case Broken broken -> broken(broken, command);
            case Stopping stopping -> stopping(stopping, command);
            case Ended ended -> ended;
        };
    }

    private TurnState unready(Unready state, Command command) {
        return command instanceof Stop ? cancel(Duration.ZERO) : waitUnless(preparation.on(state, command));
    }

    private TurnState inLine(InLine state, Command command) {
        return switch (command) {
            case FromThrottle from ->
                switch (from.reply()) {
                    case Throttle.InLine place -> {
                        shown.queued(place);
                        yield new InLine(place);
                    }
                    case Throttle.Granted granted -> granted();
                };
            case Preparation.FromDownloads from -> {
                preparation.note(from);
                yield state;
            }
            case Revise revise -> {
                preparation.reviseInLine(revise);
                yield state;
            }
            case Show again -> {
                if (state.place() != null) {
                    shown.queued(state.place());
                }
                yield state;
            }
            case Stop stop -> cancel(Duration.ZERO);
            default -> state;
        };
    }

    private TurnState ready(Ready state, Command command) {
        return switch (command) {
            case Go go -> {
                start();
                yield run(go.job(), false);
            }
            case Revise revise -> {
                preparation.revise(revise);
                yield granted();
            }
            case TurnProtocol.Hold hold -> {
                releasePermit();
                yield preparation.hold();
            }
            case Stop stop -> cancel(Duration.ZERO);
            default -> state;
        };
    }

    private TurnState running(Running state, Command command) {
        return switch (command) {
            case FromAgent from -> atWork(state, true, from.event());
            case Delivered delivered -> deliver(state, delivered);
            case Stop stop -> stop(true);
            case Linger linger -> {
                shown.lingering(shown.lasting());
                yield state;
            }
            default -> state;
        };
    }

    private TurnState asking(Asking state, Command command) {
        return switch (command) {
            case FromAgent from -> atWork(state, state.isHeld(), from.event());
            case Delivered delivered -> deliver(state, delivered);
            case Resolve resolve -> {
                if (!requests.resolve(resolve.answer())) {
                    yield state; // it was withdrawn meanwhile
                }
                if (!state.isHeld()) {
                    acquire(true);
                    yield state;
                }
                yield release();
            }
            case FromThrottle from -> {
                if (!(from.reply() instanceof Throttle.Granted)) {
                    yield state; // a turn that has begun is not shown as queued
                }
                yield requests.hasAnswers() ? release() : waitForPeople(true);
            }
            case Stop stop -> stop(state.isHeld());
            default -> state;
        };
    }

    private TurnState askingToResume(AskingToResume state, Command command) {
        return switch (command) {
            case Resume resume -> {
                if (resume.trusting() != null) {
                    setup.agent().tell(resume.trusting());
                }
                var before = Objects.requireNonNull(job);
                var next = before.clearing(resume.cleared());
                yield await(resume.confirmed() ? next.confirm() : next, false);
            }
            case FromAgent from -> from.event() instanceof AgentProtocol.Broke broke ? broke(broke, false) : state;
            case Stop stop -> cancel(shown.lasting());
            default -> state;
        };
    }

    private TurnState returning(Returning state, Command command) {
        return switch (command) {
            case FromThrottle from ->
                from.reply() instanceof Throttle.Granted ? runAgain(state.job(), state.isAgain()) : state;
            case Stop stop -> cancel(shown.lasting());
            default -> state;
        };
    }

    private TurnState broken(Broken state, Command command) {
        return switch (command) {
            case Go go -> state.isHeld() ? runAgain(go.job(), true) : await(go.job(), true);
            case FromThrottle from -> new Broken(state.isHeld() || from.reply() instanceof Throttle.Granted);
            case Stop stop -> stop(state.isHeld());
            default -> state;
        };
    }

    private TurnState stopping(Stopping state, Command command) {
        return switch (command) {
            case Go go -> cancelled(shown.lasting());
            case FromAgent from ->
                switch (from.event()) {
                    case AgentProtocol.Progress progress -> {
                        shown.add(progress);
                        yield state;
                    }
                    case AgentProtocol.Finished finished ->
                        end(shown.log().outcome(finished, true), shown.lasting(), finished);
                    case AgentProtocol.Broke broke -> cancelled(shown.lasting());
                    case AgentProtocol.CutOff cut -> cancelled(shown.lasting());
                    case AgentProtocol.ProjectChanged changed -> cancelled(shown.lasting());
                    case AgentProtocol.Asked asked -> state;
                    case AgentProtocol.FileOffered offered -> state;
                    case AgentProtocol.Withdrawn withdrawn -> state;
                    case AgentProtocol.Denied denied -> state;
                };
            default -> state;
        };
    }

    /** What happens in the agent while it is at work, or waits for people. */
    private TurnState atWork(TurnState state, boolean isHeld, AgentProtocol.Event event) {
        return switch (event) {
            case AgentProtocol.Progress progress -> {
                shown.add(progress);
                if (!shown.log().changesLine(progress)) {
                    yield state;
                }
                shown.phase(state instanceof Running ? Phase.RUNNING : Phase.ASKING);
                yield requests.isSettled() ? state : waitForPeople(isHeld);
            }
            case AgentProtocol.Asked asked -> {
                requests.ask(asked);
                report(new TurnProtocol.Asked(setup.id(), asked));
                yield waitForPeople(isHeld);
            }
            case AgentProtocol.FileOffered offered -> {
                var waited = new Waited(offered.request());
                timers.startSingleTimer(waited, waited, LONGEST_SEND);
                report(new TurnProtocol.Offered(setup.id(), offered));
                yield state;
            }
            case AgentProtocol.Withdrawn withdrawn -> withdraw(state, isHeld, withdrawn.request());
            case AgentProtocol.CutOff cut -> askToResume(isHeld, ResumeQuestion.of(Objects.requireNonNull(job), cut));
            case AgentProtocol.ProjectChanged changed ->
                askToResume(isHeld, ResumeQuestion.of(Objects.requireNonNull(job), changed));
            case AgentProtocol.Denied denied -> {
                shown.notice(Texts.of("recovery.deniedMeanwhile"));
                yield state;
            }
            case AgentProtocol.Finished finished ->
                end(shown.log().outcome(finished, false), shown.lasting(), finished);
            case AgentProtocol.Broke broke -> broke(broke, isHeld);
        };
    }

    /** The chat decides what becomes of a file whose tool call is gone. */
    private void leave(AgentProtocol.FileOffered offered) {
        report(new TurnProtocol.Offered(setup.id(), offered));
        report(new TurnProtocol.Withdrawn(setup.id(), offered.request()));
    }

    private TurnState deliver(TurnState state, Delivered delivered) {
        timers.cancel(new Waited(delivered.sent().request()));
        setup.agent().tell(delivered.sent());
        return state;
    }

    private TurnState withdraw(TurnState state, boolean isHeld, String request) {
        timers.cancel(new Waited(request));
        requests.withdraw(request);
        report(new TurnProtocol.Withdrawn(setup.id(), request));
        if (state instanceof Running) {
            return state;
        }
        if (requests.isSettled() && !isHeld) {
            acquire(true);
        }
        return waitForPeople(isHeld);
    }

    /** While only people are waited for, the permit serves someone else. */
    private TurnState waitForPeople(boolean isHeld) {
        if (requests.isSettled()) {
            return isHeld ? goOn() : new Asking(false);
        }
        shown.phase(Phase.ASKING);
        if (setup.adopted()) {
            return new Asking(true);
        }
        var isAtWork = shown.log().agentsAtWork() > requests.ofAgents();
        if (isHeld && !isAtWork && !requests.hasAnswers()) {
            releasePermit();
            return new Asking(false);
        }
        if (!isHeld && isAtWork) {
            acquire(true);
        }
        return new Asking(isHeld);
    }

    /** The answers go to the agent, for the permit is here. */
    private TurnState release() {
        requests.release().forEach(setup.agent()::tell);
        return requests.isSettled() ? goOn() : new Asking(true);
    }

    private TurnState goOn() {
        shown.phase(Phase.RUNNING);
        return new Running();
    }

    /** The permit serves someone else if an edit has brought what is not prepared yet. */
    private TurnState granted() {
        if (!preparation.isReady()) {
            releasePermit();
            return waitUnless(preparation.begin());
        }
        report(new TurnProtocol.Ready(setup.id(), preparation.revisions()));
        return new Ready();
    }

    private TurnState askToResume(boolean isHeld, ResumeQuestion question) {
        report(new TurnProtocol.AsksToResume(setup.id(), question));
        shown.phase(Phase.ASKING);
        if (isHeld) {
            releasePermit();
        }
        return new AskingToResume();
    }

    private TurnState broke(AgentProtocol.Broke broke, boolean isHeld) {
        report(new TurnProtocol.Broke(
                setup.id(),
                broke,
                shown.log().text(),
                requests.clear(),
                shown.log().begun()));
        return new Broken(isHeld);
    }

    private void start() {
        shown.started();
        if (setup.linger().isPositive()) {
            timers.startTimerWithFixedDelay(new Linger(), setup.linger());
        }
    }

    private TurnState run(AgentProtocol.Job next, boolean isAgain) {
        job = next;
        if (isAgain) {
            shown.add(new AgentProtocol.BegunAgain(next.resumed()));
        }
        setup.agent().tell(new AgentProtocol.Run(next, events));
        return new Running();
    }

    private TurnState runAgain(AgentProtocol.Job next, boolean isAgain) {
        shown.phase(Phase.RUNNING);
        return run(next, isAgain);
    }

    private TurnState await(AgentProtocol.Job next, boolean isAgain) {
        shown.phase(Phase.WAITING);
        acquire(true);
        return new Returning(next, isAgain);
    }

    /** Within 10 s the agent says that nothing of the turn runs any more. */
    private TurnState stop(boolean isHeld) {
        shown.phase(Phase.STOPPING);
        shown.stopping();
        setup.agent().tell(new AgentProtocol.Interrupt(setup.id()));
        if (!isHeld) {
            releasePermit();
        }
        return new Stopping();
    }

    /** Ends a turn of which nothing is at work. */
    private TurnState cancel(Duration lasting) {
        shown.phase(Phase.STOPPING);
        releasePermit();
        return cancelled(lasting);
    }

    private TurnState cancelled(Duration lasting) {
        return end(Outcome.cancelled(shown.log().text()), lasting, AgentProtocol.Spent.NOTHING, null);
    }

    private TurnState end(Outcome outcome, Duration lasting, AgentProtocol.Finished finished) {
        return end(outcome, lasting, finished.spent(), finished.changes());
    }

    private TurnState end(Outcome outcome, Duration lasting, AgentProtocol.Spent spent, @Nullable FileChanges changes) {
        timers.cancel(new Linger());
        report(new TurnProtocol.Ended(setup.id(), outcome, shown.log().cost(lasting.toMillis(), spent), changes));
        return new Ended();
    }

    /** @param returns whether it has run before, and so comes ahead of all who have not */
    private void acquire(boolean returns) {
        setup.throttle().tell(new Throttle.Acquire(permits, returns));
    }

    /** Gives the permit back, or leaves the line. */
    private void releasePermit() {
        setup.throttle().tell(new Throttle.Release(permits));
    }

    private void report(Report report) {
        setup.owner().tell(report);
    }
}
