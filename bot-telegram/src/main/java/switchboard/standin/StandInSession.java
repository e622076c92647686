package switchboard.standin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Command;
import switchboard.model.AgentFacts;
import switchboard.model.AgentQuery;
import switchboard.model.AgentQuery.ModelList.Model;
import switchboard.model.FileChanges;
import switchboard.model.PermissionMode;
import switchboard.model.Session;
import switchboard.model.Settings;

/**
 * A chat's stand-in: plays the scene of each prompt in real time. It has no process, so there is nothing to hibernate and nothing
 * to report to the warm pool. Settings come with each prompt.
 */
final class StandInSession implements StandInTurn.Stage {

    private record Continue() implements AgentProtocol.Internal {}

    private static final long CONTEXT_WINDOW = 200_000;
    private static final AgentQuery.ModelList MODELS = new AgentQuery.ModelList(List.of(
            new Model("default", "", "the stand-in has no model; yours to pick"),
            new Model("opus", "", "the same here"),
            new Model("sonnet", "", "the same here"),
            new Model("haiku", "", "the same here")));

    private final TimerScheduler<Command> timers;
    private final AgentFacts facts;
    private final ToIntFunction<Session> prompts;
    private final UnaryOperator<Duration> tempo;
    private final InstantSource clock;
    private final ActorRef<? super AgentProtocol.Notice> owner;
    private @Nullable StandInTurn turn;
    private Settings settings = Settings.NONE;

    private StandInSession(
            TimerScheduler<Command> timers,
            AgentFacts facts,
            ToIntFunction<Session> prompts,
            UnaryOperator<Duration> tempo,
            InstantSource clock,
            ActorRef<? super AgentProtocol.Notice> owner) {
        this.timers = timers;
        this.facts = facts;
        this.prompts = prompts;
        this.tempo = tempo;
        this.clock = clock;
        this.owner = owner;
    }

    /**
     * Makes a session.
     *
     * @param prompts counts the prompts of each session: gives the number of a session's next prompt
     * @param tempo gives the real length of a scene's pause
     */
    static Behavior<Command> create(
            AgentFacts facts,
            ToIntFunction<Session> prompts,
            UnaryOperator<Duration> tempo,
            InstantSource clock,
            ActorRef<? super AgentProtocol.Notice> owner) {
        return Behaviors.withTimers(timers -> {
            var session = new StandInSession(timers, facts, prompts, tempo, clock, owner);
            return Behaviors.receiveMessage(session::onMessage);
        });
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case AgentProtocol.Run run -> onRun(run);
            case AgentProtocol.Answer answer ->
                inTurn(running -> running.answer(answer.request(), answer.resolution()));
            case AgentProtocol.Interrupt stop ->
                inTurn(running -> {
                    if (running.id.equals(stop.turn())) {
                        running.stop();
                    }
                });
            case AgentProtocol.Ask<?> ask -> onAsk(ask);
            case Continue next -> inTurn(StandInTurn::advance);
            case AgentProtocol.Shutdown shutdown -> {
                inTurn(running -> running.breakOff("the host stops"));
                return Behaviors.stopped();
            }
            case AgentProtocol.Apply apply -> settings = apply.settings();
            case AgentProtocol.Wake wake -> {} // nothing needs to start
            case AgentProtocol.Hibernate hibernate -> {} // nothing runs between prompts
            case AgentProtocol.Adopt adopt -> {} // no turn begins by itself
            case AgentProtocol.FileSent sent -> {} // it offers none
            case AgentProtocol.Trusting trusting -> {} // no project file is loaded
            case AgentProtocol.Internal other -> throw new IllegalArgumentException(other.toString());
        }
        return Behaviors.same();
    }

    private void onRun(AgentProtocol.Run run) {
        inTurn(running -> running.breakOff("a prompt took its place"));
        var job = run.job();
        var model = settings.model();
        var situation = new Situation(
                prompts.applyAsInt(job.session()),
                job.session().used() || job.session().origin() != null,
                model == null ? facts.model() : model,
                settings.modeUnder(facts.mode()),
                settings.rules(),
                clock.instant());
        turn = new StandInTurn(job.turn(), run.turn(), Scenes.of(job.content(), situation), this);
        inTurn(StandInTurn::advance);
    }

    private void inTurn(Consumer<StandInTurn> action) {
        var running = turn;
        if (running != null) {
            action.accept(running);
            if (running.isOver()) {
                turn = null;
                timers.cancelAll();
            }
        }
    }

    @Override
    public void pause(Duration length) {
        timers.startSingleTimer(new Continue(), tempo.apply(length));
    }

    @Override
    public void changeMode(PermissionMode mode) {
        owner.tell(new AgentProtocol.ModeChanged(mode));
    }

    private <T> void onAsk(AgentProtocol.Ask<T> ask) {
        ask.replyTo().tell(answer(ask.query()));
    }

    private <T> AgentQuery.Result<T> answer(AgentQuery<T> query) {
        if (query instanceof AgentQuery.TakeMode take && !take.mode().isOpenUnder(facts.mode())) {
            return new AgentQuery.Unanswered<>("This mode is off here.");
        }
        var answer = switch (query) {
            case AgentQuery.Context context -> new AgentQuery.ContextUsage(0, 0, CONTEXT_WINDOW, List.of());
            case AgentQuery.Models models -> MODELS;
            case AgentQuery.Skills skills -> new AgentQuery.SkillList(List.of());
            case AgentQuery.TakeMode take -> new AgentQuery.Taken();
            case AgentQuery.EndProcess end -> AgentQuery.ProcessEnd.NONE;
            case AgentQuery.ChangesSince since -> new FileChanges(List.of(), 0, 0, false);
            case AgentQuery.PutBack back -> new AgentQuery.Taken();
            case AgentQuery.Patches patches -> new AgentQuery.PatchList(List.of());
        };
        return new AgentQuery.Answered<>(query.answer().cast(answer));
    }
}
