package switchboard.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An ended turn that the person has not been shown for certain yet.
 *
 * @param message the front's reference to the prompt's message
 */
public record PendingAnswer(
        TurnId id, Outcome outcome, Cost cost, @Nullable String message, Instant at) {

    /** The same answer in a chat where its prompt's message is not. */
    PendingAnswer withoutMessage() {
        return new PendingAnswer(id, outcome, cost, null, at);
    }
}
