package switchboard.chat;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import switchboard.throttle.Throttle;

/** A throttle of one permit that one turn and another share, as the turn sees it. */
final class PermitModel {

    private enum Holder {
        NOBODY,
        TURN,
        OTHER
    }

    private Holder holder = Holder.NOBODY;
    private @Nullable ActorRef<Throttle.Reply> waiting;
    private boolean otherWaits;

    Behavior<Throttle.Command> behavior() {
        return Behaviors.setup(ctx -> Behaviors.receiveMessage(command -> {
            on(ctx, command);
            return Behaviors.same();
        }));
    }

    private void on(ActorContext<Throttle.Command> ctx, Throttle.Command command) {
        switch (command) {
            case Throttle.Acquire acquire -> {
                if (holder != Holder.TURN && waiting == null) {
                    ctx.watchWith(acquire.who(), new Throttle.Release(acquire.who()));
                    waiting = acquire.who();
                    if (holder == Holder.OTHER) {
                        acquire.who().tell(new Throttle.InLine(1, 1, 1, Duration.ZERO));
                    }
                }
            }
            case Throttle.Release release -> {
                waiting = null;
                holder = holder == Holder.TURN ? Holder.NOBODY : holder;
            }
            default -> throw new IllegalArgumentException(command.toString());
        }
        grant();
    }

    private void grant() {
        var next = waiting;
        if (holder == Holder.NOBODY && next != null) {
            holder = Holder.TURN;
            waiting = null;
            next.tell(new Throttle.Granted());
        } else if (holder == Holder.NOBODY && otherWaits) {
            holder = Holder.OTHER;
            otherWaits = false;
        }
    }

    /** The other asks, or has it at once. */
    void otherTakes() {
        otherWaits = holder != Holder.OTHER;
        grant();
    }

    void otherGives() {
        if (holder == Holder.OTHER) {
            holder = Holder.NOBODY;
            grant();
        }
    }

    void otherLeaves() {
        otherWaits = false;
        otherGives();
    }

    boolean isHeld() {
        return holder == Holder.TURN;
    }

    boolean isAwaited() {
        return waiting != null;
    }

    boolean isOthers() {
        return holder == Holder.OTHER;
    }
}
