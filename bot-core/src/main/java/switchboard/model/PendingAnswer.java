package switchboard.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ended turn that the person has not been shown for certain yet.
 *
 * @param message the front's reference to the prompt's message
 * @param live the front's reference to the live message, which becomes the first part
 * @param parts per part of the answer {@link #SENDING}, or the front's reference to the message it became
 */
public record PendingAnswer(
        TurnId id,
        Outcome outcome,
        Cost cost,
        @Nullable String message,
        @Nullable String live,
        List<String> parts,
        Instant at) {

    /** The state of a part whose send has begun and is not confirmed. */
    public static final String SENDING = "sending";

    public PendingAnswer {
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    /** Its live message came only after the turn's end, or is gone. */
    public PendingAnswer shownAs(@Nullable String message) {
        return new PendingAnswer(id, outcome, cost, this.message, message, parts, at);
    }

    /**
     * The same answer in a chat where its messages are not: what was confirmed stays shown, and a part whose send has begun was
     * refused by the chat that is no more.
     */
    PendingAnswer withoutMessages() {
        var shown = parts.stream().takeWhile(part -> !part.equals(SENDING)).toList();
        return new PendingAnswer(id, outcome, cost, null, null, shown, at);
    }

    public PendingAnswer withPart(int index, String reference) {
        var next = new ArrayList<>(parts);
        while (next.size() <= index) {
            next.add(SENDING);
        }
        next.set(index, reference);
        return new PendingAnswer(id, outcome, cost, message, live, next, at);
    }
}
