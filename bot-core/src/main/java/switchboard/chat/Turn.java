package switchboard.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.model.Activity;
import switchboard.model.Outcome;
import switchboard.text.Texts;
import switchboard.throttle.Throttle;

/**
 * One prompt on its way through the engine: waits for its permit, runs in the agent's session, waits for people, ends. It
 * holds the permit while its work runs; the permit comes back when this actor stops, at the latest.
 *
 * <p>{@code waiting -> ready -> running <-> asking -> (stopping ->) ended}
 */
final class Turn implements TurnProtocol {

    /** Messages of a turn's own people to it. */
    sealed interface Internal extends Command {}

    private record FromThrottle(Throttle.Reply reply) implements Internal {}

    private record FromAgent(AgentProtocol.Event event) implements Internal {}

    private record Linger() implements Internal {}

    private final TimerScheduler<Command> timers;
    private final Setup setup;
    private final Permit permit;
    private final ActorRef<AgentProtocol.Event> events;
    private final Requests requests = new Requests();
    private final TurnLog turnLog = new TurnLog();
    private Instant since;
    private Activity.Phase phase = Activity.Phase.WAITING;
    private boolean going;

    /** What runs again once the permit that was given back for a question is here. */
    private AgentProtocol.@Nullable Job again;

    private int runs;
    private AgentProtocol.@Nullable Job job;

    /** Whether a person is asked if it resumes. */
    private boolean asksToResume;

    private Throttle.@Nullable InLine queued;

    /** The chat lets it go. */
    private boolean ended;

    private Turn(ActorContext<Command> ctx, TimerScheduler<Command> timers, Setup setup) {
        this.timers = timers;
        this.setup = setup;
        this.since = setup.clock().instant();
        this.permit = new Permit(setup.throttle(), ctx.messageAdapter(Throttle.Reply.class, FromThrottle::new));
        this.events = ctx.messageAdapter(AgentProtocol.Event.class, FromAgent::new);
    }

    static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var turn = new Turn(ctx, timers, setup);
            turn.begin();
            return Behaviors.receiveMessage(turn::onMessage);
        }));
    }

    private void begin() {
        if (setup.adopted()) {
            start();
            setup.agent().tell(new AgentProtocol.Adopt(setup.id(), events));
        } else {
            permit.acquire();
            become(Activity.Phase.WAITING);
        }
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Go go -> onGo(go.job());
            case Stop stop -> onStop();
            case Show again -> onShow();
            case Resolve resolve -> onResolve(resolve.answer());
            case Resume resume -> onResume(resume);
            case FromThrottle from -> onThrottle(from.reply());
            case FromAgent from -> onAgent(from.event());
            case Linger linger -> {
                if (phase == Activity.Phase.RUNNING) {
                    var running = Duration.between(since, setup.clock().instant());
                    show(new ChatProtocol.Lingering(setup.id(), running));
                }
            }
        }
        return Behaviors.same();
    }

    private void onThrottle(Throttle.Reply reply) {
        switch (reply) {
            case Throttle.InLine line -> {
                // A turn that waits to go on with an answer has started already, and no Queued follows Started.
                if (!going && phase != Activity.Phase.STOPPING) {
                    queued = line;
                    show(queued(line));
                    become(phase);
                }
            }
            case Throttle.Granted granted -> {
                permit.granted();
                if (again != null) {
                    run(again);
                } else if (going) {
                    onPermitBack();
                } else if (phase != Activity.Phase.STOPPING) {
                    report(new Ready(setup.id()));
                }
            }
        }
    }

    /** What it was asked back for may have been withdrawn meanwhile, and another question opened. */
    private void onPermitBack() {
        var hasAnswers = requests.hasAnswers();
        release();
        if (!hasAnswers) {
            waitForPeople();
        }
    }

    private void onGo(AgentProtocol.Job job) {
        runs++;
        if (ended) {
            return;
        }
        if (phase == Activity.Phase.STOPPING) {
            end(Outcome.cancelled(turnLog.text()), AgentProtocol.Spent.NOTHING);
            return;
        }
        if (!going) {
            start();
        }
        if (permit.isHeld()) {
            run(job);
        } else {
            again = job;
            become(Activity.Phase.WAITING);
            permit.reacquire();
        }
    }

    private void run(AgentProtocol.Job next) {
        again = null;
        job = next.knowing(next.cleared(), turnLog.begun());
        if (runs > 1) {
            onAgent(new AgentProtocol.BegunAgain(next.resumed()));
        }
        if (phase != Activity.Phase.RUNNING) {
            become(Activity.Phase.RUNNING);
        }
        setup.agent().tell(new AgentProtocol.Run(job, events));
    }

    private void start() {
        going = true;
        queued = null;
        since = setup.clock().instant();
        become(Activity.Phase.RUNNING);
        show(started());
        if (setup.linger().isPositive()) {
            timers.startTimerWithFixedDelay(new Linger(), setup.linger());
        }
    }

    private void onShow() {
        if (going) {
            show(started());
            if (phase == Activity.Phase.STOPPING) {
                show(new ChatProtocol.Stopping(setup.id()));
            }
            report(new Shown(setup.id()));
        } else if (queued != null) {
            show(queued(queued));
        }
    }

    private ChatProtocol.Queued queued(Throttle.InLine line) {
        return new ChatProtocol.Queued(
                setup.id(), setup.message(), line.place(), line.busy(), line.limit(), line.estimate());
    }

    private ChatProtocol.Started started() {
        return new ChatProtocol.Started(setup.id(), setup.message());
    }

    private void onStop() {
        if (ended || phase == Activity.Phase.STOPPING) {
            return;
        }
        become(Activity.Phase.STOPPING);
        if (going && again == null && !asksToResume) {
            show(new ChatProtocol.Stopping(setup.id()));
            setup.agent().tell(new AgentProtocol.Interrupt(setup.id()));
            if (!permit.isHeld() && !setup.adopted()) {
                permit.release();
            }
        } else {
            again = null;
            permit.release();
            end(Outcome.cancelled(turnLog.text()), AgentProtocol.Spent.NOTHING);
        }
    }

    private void onResolve(AgentProtocol.Answer answer) {
        if (phase == Activity.Phase.STOPPING || !requests.resolve(answer)) {
            return; // it was withdrawn meanwhile
        }
        if (permit.isHeld() || setup.adopted()) {
            release();
        } else {
            permit.reacquire();
        }
    }

    /** What was answered goes to the agent once the permit is here. */
    private void release() {
        if ((permit.isHeld() || setup.adopted()) && phase != Activity.Phase.STOPPING) {
            requests.release().forEach(setup.agent()::tell);
            becomeRunning();
        }
    }

    private void onResume(Resume resume) {
        if (phase == Activity.Phase.STOPPING || !asksToResume) {
            return;
        }
        asksToResume = false;
        if (resume.trusting() != null) {
            setup.agent().tell(resume.trusting());
        }
        var before = Objects.requireNonNull(job);
        var next = before.knowing(resume.cleared(), before.begun());
        again = resume.confirmed() ? next.confirm() : next;
        if (permit.isHeld()) {
            run(again);
        } else {
            become(Activity.Phase.WAITING);
            permit.reacquire();
        }
    }

    private void onAgent(AgentProtocol.Event event) {
        switch (event) {
            case AgentProtocol.Progress progress -> {
                if (!turnLog.isFull() || !(progress instanceof AgentProtocol.Spoke)) {
                    turnLog.add(progress);
                    show(new ChatProtocol.Progressed(setup.id(), progress));
                }
                if (turnLog.changesLine(progress)) {
                    become(phase);
                    waitForPeople();
                }
            }
            case AgentProtocol.Asked asked -> {
                if (phase != Activity.Phase.STOPPING) {
                    requests.ask(asked);
                    report(new Asked(setup.id(), asked));
                    waitForPeople();
                }
            }
            case AgentProtocol.Withdrawn withdrawn -> onWithdrawn(withdrawn.request());
            case AgentProtocol.CutOff cut -> askToResume(ResumeQuestion.of(Objects.requireNonNull(job), cut));
            case AgentProtocol.ProjectChanged changed ->
                askToResume(ResumeQuestion.of(Objects.requireNonNull(job), changed));
            case AgentProtocol.Denied denied -> show(new ChatProtocol.Noticed(Texts.of("recovery.deniedMeanwhile")));
            case AgentProtocol.Finished finished -> onFinished(finished);
            case AgentProtocol.Broke broke -> onBroke(broke);
        }
    }

    private void onWithdrawn(String request) {
        if (requests.withdraw(request)) {
            report(new Withdrawn(setup.id(), request));
        }
        if (!permit.isHeld() && !setup.adopted() && requests.isSettled() && phase != Activity.Phase.STOPPING) {
            permit.reacquire();
        }
        waitForPeople();
        becomeRunning();
    }

    private void askToResume(ResumeQuestion asked) {
        if (phase == Activity.Phase.STOPPING) {
            end(Outcome.cancelled(turnLog.text()), AgentProtocol.Spent.NOTHING);
            return;
        }
        asksToResume = true;
        report(new AsksToResume(setup.id(), asked));
        waitForPeople();
    }

    /** While only people are waited for, the permit serves someone else. */
    private void waitForPeople() {
        if ((requests.isSettled() && !asksToResume) || phase == Activity.Phase.STOPPING) {
            return;
        }
        become(Activity.Phase.ASKING);
        if (setup.adopted()) {
            return;
        }
        var isAtWork = turnLog.agentsAtWork() > requests.ofAgents();
        if (permit.isHeld() && !isAtWork && !requests.hasAnswers()) {
            permit.release();
        } else if (!permit.isHeld() && isAtWork) {
            permit.reacquire();
        }
    }

    private void onFinished(AgentProtocol.Finished finished) {
        requests.clear();
        end(turnLog.outcome(finished, phase == Activity.Phase.STOPPING), finished.spent());
    }

    private void onBroke(AgentProtocol.Broke broke) {
        var unanswered = requests.clear();
        if (phase == Activity.Phase.STOPPING) {
            end(Outcome.cancelled(turnLog.text()), AgentProtocol.Spent.NOTHING);
        } else {
            report(new Broke(setup.id(), broke, turnLog.text(), unanswered));
        }
    }

    private void end(Outcome outcome, AgentProtocol.Spent spent) {
        timers.cancel(new Linger());
        var millis = going
                ? Math.max(0, Duration.between(since, setup.clock().instant()).toMillis())
                : 0; // a clock may go back
        ended = true;
        report(new Ended(setup.id(), outcome, turnLog.cost(millis, spent)));
    }

    private void report(Report report) {
        setup.owner().tell(report);
    }

    private void becomeRunning() {
        if (phase == Activity.Phase.ASKING && requests.isSettled()) {
            become(Activity.Phase.RUNNING);
        }
    }

    private void become(Activity.Phase next) {
        phase = next;
        var place = phase == Activity.Phase.WAITING && queued != null ? queued.place() : 0;
        setup.board().tell(new Board.Doing(setup.chat(), new Activity(phase, since, turnLog.line(), place)));
    }

    private void show(ChatProtocol.Event event) {
        setup.view().tell(event);
    }
}
