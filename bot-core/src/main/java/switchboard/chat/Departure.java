package switchboard.chat;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import switchboard.model.ChatId;

/**
 * Whether a chat stays, and how it goes: out of memory when it is quiet, out of the store when it is forgotten, to another id with
 * its whole conversation, or with the engine.
 *
 * <p>{@code staying <-> leaving -> gone}; {@code staying -> moving (ending -> bequeathed -> arrived) -> gone};
 * {@code staying -> closing (work and view end) -> gone}
 */
sealed interface Departure {

    /** The normal life of a chat. */
    record Staying() implements Departure {}

    /** The parent keeps what comes from now on, or gets it back. */
    record Leaving() implements Departure {}

    /**
     * The conversation goes on under another id; one session must never run in two places.
     *
     * @param replyTo who asked for the move; empty if that was before the chat's start
     */
    record Moving(ChatId to, Optional<ActorRef<ChatProtocol.Receipt>> replyTo, Stage stage) implements Departure {

        enum Stage {
            /** The turn and the process end. */
            ENDING,
            /** The conversation was handed over; that is repeated until it has arrived. */
            BEQUEATHED,
            ARRIVED
        }

        Moving at(Stage next) {
            return new Moving(to, replyTo, next);
        }

        Moving toldAgain(ChatProtocol.Migrate again) {
            return new Moving(again.to(), Optional.of(again.replyTo()), stage);
        }
    }

    /** The engine stops. */
    record Closing(boolean workEnded, boolean viewClosed) implements Departure {

        boolean isOver() {
            return workEnded && viewClosed;
        }
    }

    /** Whether a turn may begin. */
    default boolean mayBegin() {
        return this instanceof Staying;
    }
}
