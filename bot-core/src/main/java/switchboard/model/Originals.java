package switchboard.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The latest messages of a chat's people, and what became of them. Immutable.
 *
 * @param known newest last; besides those of prompts that have not ended, at most {@link #MOST} with at most {@link #LONGEST}
 *     characters
 */
public record Originals(@JsonValue List<Original> known) {

    /** How many are kept. */
    public static final int MOST = 20;

    /** How many characters are kept. */
    public static final int LONGEST = 32_768;

    static final Originals NONE = new Originals(List.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Originals {
        known = known == null ? List.of() : List.copyOf(known);
    }

    /** The newest that has this message. */
    Optional<Original> of(String message) {
        return known.reversed().stream().filter(each -> each.has(message)).findFirst();
    }

    /** The newest of the prompt. */
    Optional<Original> of(TurnId turn) {
        return known.reversed().stream()
                .filter(each -> turn.equals(each.turn()))
                .findFirst();
    }

    /**
     * With one more; of the others, the oldest are forgotten.
     *
     * @param isOpen whether a prompt has not ended
     */
    Originals with(Original next, Predicate<TurnId> isOpen) {
        var kept = new ArrayList<Original>();
        var count = 0;
        var length = 0;
        for (var each : Stream.concat(known.stream(), Stream.of(next)).toList().reversed()) {
            var turn = each.turn();
            if (turn != null && isOpen.test(turn)) {
                kept.addFirst(each);
            } else if (count < MOST) {
                count++;
                length += each.length();
                kept.addFirst(length <= LONGEST ? each : each.without());
            }
        }
        return new Originals(kept);
    }

    /** With one in the place of the other. */
    Originals replace(Original before, Original next) {
        return new Originals(
                known.stream().map(each -> each.equals(before) ? next : each).toList());
    }

    /** The prompt has begun in this session. */
    Originals begun(TurnId turn, SessionId session) {
        return of(turn).map(found -> replace(found, found.in(session))).orElse(this);
    }

    /** The prompt was used as an answer. */
    Originals answered(TurnId turn) {
        return of(turn).map(found -> replace(found, found.answered())).orElse(this);
    }
}
