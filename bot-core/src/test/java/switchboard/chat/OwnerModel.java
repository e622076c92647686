package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.model.Content;
import switchboard.model.TurnId;

/** A turn's chat as the turn and its people see it. Its store can be held back, so that its messages wait. */
final class OwnerModel {

    private record Gone() {}

    private record Next() {}

    private final TurnId id;
    private final boolean adopted;
    private final Function<Boolean, AgentProtocol.Job> job;
    private final List<String> faults = new ArrayList<>();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private final Set<String> answered = new HashSet<>();
    private final ActorRef<? super ChatProtocol.Event> view;
    private Situation here;
    private Situation stored;
    private @Nullable ActorRef<Object> self;
    private @Nullable ActorRef<TurnProtocol.Command> turn;
    private @Nullable Runnable stopper;
    private TurnProtocol.@Nullable Ended ended;
    private boolean over;
    private boolean holding;
    private boolean hung;
    private boolean begun;
    private int attempt;
    private int told = -1;

    /**
     * @param content of the prompt
     * @param job makes the turn's job, resumed or not
     */
    OwnerModel(
            TurnId id,
            List<Content> content,
            boolean adopted,
            Function<Boolean, AgentProtocol.Job> job,
            ActorRef<? super ChatProtocol.Event> view) {
        this.id = id;
        this.view = view;
        this.here = TurnProbes.situation(id, content, adopted);
        this.stored = here;
        this.adopted = adopted;
        this.job = job;
    }

    Behavior<Object> behavior() {
        return Behaviors.setup(ctx -> {
            self = ctx.getSelf();
            return Behaviors.receiveMessage(message -> {
                on(ctx, message);
                return Behaviors.same();
            });
        });
    }

    private void on(ActorContext<Object> ctx, Object message) {
        var rules = new QuestionRules(here, Instant.EPOCH);
        switch (message) {
            case Gone gone -> note(over, "the turn has crashed");
            case ActorRef<?> spawned -> {
                turn = spawned.unsafeUpcast();
                ctx.watchWith(turn, new Gone());
            }
            case Next next -> {}
            case QuestionRules.Given given -> take(rules.onAnswer(given));
            case TurnProtocol.Stop stop -> {
                if (!over) {
                    Objects.requireNonNull(turn).tell(stop);
                }
                settleAll(rules);
                here = here.with(here.questions().stop(id));
            }
            case TurnProtocol.Asked asked -> take(rules.onAsked(asked));
            case TurnProtocol.Withdrawn withdrawn -> take(rules.onWithdrawn(withdrawn));
            case TurnProtocol.AsksToResume asks -> take(rules.onResuming(asks.question()));
            case TurnProtocol.Prepared prepared -> take(rules.onPrepared(prepared));
            case TurnProtocol.Heard heard -> take(rules.onHeard(heard));
            case TurnProtocol.Transcribed heard -> take(rules.onTranscribed(heard));
            case TurnProtocol.WaitIsOver waited -> take(rules.onWaitIsOver(waited));
            case ChatProtocol.QuestionShown seen -> take(rules.onShown(seen.key()));
            case TurnProtocol.Shown shown -> perform(rules.showAll(id));
            case TurnProtocol.Left left -> note(over, "leaves before its chat lets it go");
            case TurnProtocol.Report report -> {
                if (!(report instanceof TurnProtocol.Ready)) {
                    settleAll(rules);
                }
                held.add(() -> store(report));
            }
            default -> throw new IllegalArgumentException(message.toString());
        }
        if (!holding && !held.isEmpty()) {
            held.remove().run();
            ctx.getSelf().tell(new Next());
        }
    }

    private void store(TurnProtocol.Report report) {
        note(report.turn().equals(id), "reports as another");
        if (report instanceof TurnProtocol.Ended end) {
            note(ended == null || ended.equals(end), "ends in two ways");
            ended = end;
        }
        if (over) {
            return;
        }
        if (report instanceof TurnProtocol.Ready) {
            begun = true;
        } else if (report instanceof TurnProtocol.Broke broke) {
            attempt++;
            over = adopted || attempt == 3;
            here = here.become(QuestionRules.clear(here.state(), id, broke.unanswered()))
                    .next();
        } else {
            over = true;
        }
        if (over) {
            Objects.requireNonNull(stopper).run();
        } else if (begun && told != attempt) {
            told = attempt;
            Objects.requireNonNull(turn).tell(new TurnProtocol.Go(job.apply(attempt > 0)));
        }
    }

    private void settleAll(QuestionRules rules) {
        perform(rules.settleAll(id));
        here = here.with(here.questions().without(id));
    }

    private void take(Situation.Step step) {
        here = step.next();
        note(asking().stream().noneMatch(answered::contains), "has what was allowed as not run");
        perform(step.effects());
    }

    /** Once the state is stored. */
    private void perform(List<Effect> effects) {
        held.add(() -> {
            stored = here;
            effects.forEach(this::perform);
        });
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Show show -> view.tell(show.event());
            case Effect.Answer<?> answer -> answer.send();
            case Effect.TellTurn tell -> {
                if (!over) {
                    Objects.requireNonNull(turn).tell(tell.command());
                }
            }
            default -> {} // not about questions
        }
    }

    /** The tool calls that are stored as waiting for a person. */
    private Set<String> asking() {
        var current = stored.state().current();
        return current == null ? Set.of() : Set.copyOf(current.cleared());
    }

    /** @param stopper stops the turn, as its parent does */
    void stopWith(Runnable stopper) {
        this.stopper = stopper;
    }

    private void note(boolean isRight, String fault) {
        if (!isRight) {
            faults.add(fault);
        }
    }

    void check() {
        assertThat(faults).isEmpty();
    }

    /** Reports wait. */
    void hold() {
        holding = true;
        hung = true;
    }

    void release() {
        holding = false;
        if (self != null) {
            self.tell(new Next());
        }
    }

    /** Whether what the chat does has ever waited for the store. */
    boolean hasHung() {
        return hung;
    }

    boolean isUpToDate() {
        return !holding;
    }

    boolean hasEnded() {
        return over;
    }

    /** What is stored of the prompt. */
    List<Content> content() {
        var current = stored.state().current();
        return current == null ? List.of() : current.prompt().content();
    }

    /** Whether the store tells that this tool call waits for a person. */
    boolean isAsking(String toolUse) {
        return asking().contains(toolUse);
    }

    /** An answer for it has reached Claude. */
    void answered(String toolUse) {
        answered.add(toolUse);
    }
}
