package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

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
import switchboard.model.TurnId;

/** A turn's chat as the turn sees it, whose store lets reports wait. */
final class OwnerModel {

    private record Gone() {}

    private record Next() {}

    private final TurnId id;
    private final boolean adopted;
    private final Function<Boolean, AgentProtocol.Job> job;
    private final List<String> faults = new ArrayList<>();
    private final Queue<TurnProtocol.Report> held = new ArrayDeque<>();
    private final Set<String> answered = new HashSet<>();
    private Set<String> asking = Set.of();
    private @Nullable ActorRef<Object> self;
    private @Nullable ActorRef<TurnProtocol.Command> turn;
    private @Nullable Runnable stopper;
    private TurnProtocol.@Nullable Ended ended;
    private boolean over;
    private boolean holding;
    private boolean begun;
    private int attempt;
    private int told = -1;

    /** @param job makes the turn's job, resumed or not */
    OwnerModel(TurnId id, boolean adopted, Function<Boolean, AgentProtocol.Job> job) {
        this.id = id;
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
        if (message instanceof TurnProtocol.Report report) {
            held.add(report);
        } else if (message instanceof Gone) {
            note(over, "the turn has crashed");
        } else if (message instanceof ActorRef<?> spawned) {
            turn = spawned.unsafeUpcast();
            ctx.watchWith(turn, new Gone());
        }
        if (!holding && !held.isEmpty()) {
            store(held.remove());
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
        var to = Objects.requireNonNull(turn);
        switch (report) {
            case TurnProtocol.Ready ready -> begun = true;
            case TurnProtocol.Broke broke -> {
                attempt++;
                over = adopted || attempt == 3;
            }
            case TurnProtocol.Ended end -> over = true;
            case TurnProtocol.Asking waiting -> {
                asking = Set.copyOf(waiting.cleared());
                note(asking.stream().noneMatch(answered::contains), "has what was allowed as not run");
                to.tell(new TurnProtocol.Noted(waiting));
            }
            case TurnProtocol.Allowed allowed -> {}
        }
        if (over) {
            Objects.requireNonNull(stopper).run();
        } else if (begun && told != attempt) {
            told = attempt;
            to.tell(new TurnProtocol.Go(job.apply(attempt > 0)));
        }
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
    }

    void release() {
        holding = false;
        if (self != null) {
            self.tell(new Next());
        }
    }

    boolean isUpToDate() {
        return !holding;
    }

    boolean hasEnded() {
        return over;
    }

    /** Whether the store tells that this tool call waits for a person. */
    boolean isAsking(String toolUse) {
        return asking.contains(toolUse);
    }

    /** An answer for it has reached Claude. */
    void answered(String toolUse) {
        answered.add(toolUse);
    }
}
