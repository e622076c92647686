package switchboard.chat;

import org.apache.pekko.actor.typed.ActorRef;
import switchboard.throttle.Throttle;

/** A turn's permit: asked for, held, given back and asked for again at the head of the line. Used by one actor. */
final class Permit {

    private final ActorRef<Throttle.Command> throttle;
    private final ActorRef<Throttle.Reply> replies;
    private boolean held;

    /** @param replies belongs to the actor whose end gives the permit back at the latest */
    Permit(ActorRef<Throttle.Command> throttle, ActorRef<Throttle.Reply> replies) {
        this.throttle = throttle;
        this.replies = replies;
    }

    boolean isHeld() {
        return held;
    }

    void acquire() {
        throttle.tell(new Throttle.Acquire(replies, false));
    }

    /** Asks once more, ahead of all who have not run yet. */
    void reacquire() {
        throttle.tell(new Throttle.Acquire(replies, true));
    }

    void granted() {
        held = true;
    }

    /** Gives it back, or leaves the line. */
    void release() {
        held = false;
        throttle.tell(new Throttle.Release(replies));
    }
}
