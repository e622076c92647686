package switchboard.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answers that are not delivered yet, and the last turn's error. Immutable.
 *
 * @param pending ended turns whose answer is not confirmed as shown, oldest first
 * @param lastError the error that {@code /status} shows; null if the last turn did not fail
 */
public record Answers(
        @JsonProperty("deliveries") List<PendingAnswer> pending,
        @Nullable String lastError) {

    static final Answers NONE = new Answers(List.of(), null);

    public Answers {
        pending = pending == null ? List.of() : List.copyOf(pending);
    }

    Answers with(PendingAnswer answer) {
        return with(Stream.of(answer));
    }

    /** With the answers of another chat. */
    Answers with(Answers others) {
        return with(others.pending.stream());
    }

    private Answers with(Stream<PendingAnswer> more) {
        return new Answers(Stream.concat(pending.stream(), more).toList(), lastError);
    }

    /** The turn of the newest answer ended so. */
    Answers ended(Outcome outcome) {
        return new Answers(pending, outcome.kind() == Outcome.Kind.FAILED ? outcome.reason() : null);
    }

    Answers delivered(TurnId turn) {
        return new Answers(
                pending.stream().filter(answer -> !answer.id().equals(turn)).toList(), lastError);
    }

    boolean has(TurnId turn) {
        return pending.stream().anyMatch(answer -> answer.id().equals(turn));
    }

    /** In a chat where the prompts' messages are not. */
    Answers withoutMessages() {
        return new Answers(pending.stream().map(PendingAnswer::withoutMessage).toList(), lastError);
    }
}
