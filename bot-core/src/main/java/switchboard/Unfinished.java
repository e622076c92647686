package switchboard;

import java.time.Instant;
import java.util.Comparator;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Prompt;

/**
 * A stored chat with unfinished work, to be woken.
 *
 * @param begun whether its turn had its permit already
 * @param asked when its next prompt was accepted; {@link Instant#MAX} if it has only an answer to show
 */
record Unfinished(ChatId chat, boolean begun, Instant asked) {

    /** Turns that had begun, then prompts in the order asked: they line up for their permits in this order. */
    static final Comparator<Unfinished> ORDER =
            Comparator.comparing(Unfinished::begun).reversed().thenComparing(Unfinished::asked);

    static Unfinished of(ChatState state) {
        var current = state.current();
        var asked = state.prompts().findFirst().map(Prompt::at).orElse(Instant.MAX);
        return new Unfinished(state.id(), current != null && current.begun(), asked);
    }
}
