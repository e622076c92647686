package switchboard.telegram.view;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;
import switchboard.text.Texts;

/**
 * Tells a person which prompts were rejected: one message at a time, and all prompts rejected meanwhile together in the next, so
 * that a flood of prompts does not become a flood of messages. Used by one actor.
 *
 * @param <T> the messages of that actor
 */
final class RejectionNotices<T> {

    private record Said(String reason, Optional<Integer> message, int prompts, boolean repeated) {}

    private final ChatWriter<T> writer;
    private final Function<Outbox.Outcome, T> said;
    private @Nullable Said saying;
    private @Nullable Said next;

    /** @param said makes the message that returns to the actor, for {@link #onSaid} */
    RejectionNotices(ChatWriter<T> writer, Function<Outbox.Outcome, T> said) {
        this.writer = writer;
        this.said = said;
    }

    /** @param message the message that the prompt came in */
    void refuse(String reason, Optional<Integer> message) {
        if (saying == null) {
            say(new Said(reason, message, 1, false));
        } else {
            next = new Said(reason, message, next == null ? 1 : next.prompts() + 1, false);
        }
    }

    /** Repeats a notice whose outcome is unclear, once. */
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
        var mark = refusal.repeated() ? ChatWriter.REPEATED : "";
        var others = refusal.prompts() == 1 ? "" : Texts.of("refused.several", refusal.prompts()) + " ";
        writer.send(mark + others + refusal.reason(), Kind.FINAL, refusal.message(), List.of(), said);
    }
}
