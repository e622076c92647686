package switchboard.telegram.view;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

/**
 * Tells a person which prompts were not taken: one message at a time, and all that are refused meanwhile together in the
 * next, so that a flood of prompts is no flood of messages. Used by one actor.
 *
 * @param <T> the messages of that actor
 */
final class Refusals<T> {

    private record Said(String reason, Optional<Integer> message, int prompts, boolean repeated) {}

    private final Writer<T> writer;
    private final Function<Outbox.Outcome, T> said;
    private @Nullable Said saying;
    private @Nullable Said next;

    /** @param said comes back to the actor, for {@link #onSaid} */
    Refusals(Writer<T> writer, Function<Outbox.Outcome, T> said) {
        this.writer = writer;
        this.said = said;
    }

    /** @param message the prompt's */
    void refuse(String reason, Optional<Integer> message) {
        if (saying == null) {
            say(new Said(reason, message, 1, false));
        } else {
            next = new Said(reason, message, next == null ? 1 : next.prompts() + 1, false);
        }
    }

    /** What may be missing is said once more. */
    void onSaid(Outbox.Outcome outcome) {
        var before = saying;
        saying = null;
        if (before != null && outcome instanceof Outbox.Outcome.Uncertain && !before.repeated()) {
            say(new Said(before.reason(), before.message(), before.prompts(), true));
        } else if (next != null) {
            say(next);
            next = null;
        }
    }

    private void say(Said refusal) {
        saying = refusal;
        var mark = refusal.repeated() ? Writer.REPEATED : "";
        var others = refusal.prompts() == 1 ? "" : refusal.prompts() + " messages were not taken, this one the last. ";
        writer.send(mark + others + refusal.reason(), Kind.FINAL, refusal.message(), List.of(), said);
    }
}
