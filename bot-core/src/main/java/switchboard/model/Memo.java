package switchboard.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a front wants to find again after a restart. Any JSON, which only the front understands; it is not changed once it is
 * here.
 *
 * @param chat of the chat as a whole; null for nothing
 * @param turns of prompts that wait, of the turn in flight and of answers that are not delivered; forgotten with them
 */
public record Memo(@JsonInclude(Include.NON_NULL) @Nullable JsonNode chat, Map<TurnId, JsonNode> turns) {

    public static final Memo NONE = new Memo(null, Map.of());

    public Memo {
        turns = turns == null ? Map.of() : Map.copyOf(turns);
    }

    /**
     * Remembers something else, or nothing more.
     *
     * @param turn null for the chat as a whole
     */
    public Memo with(@Nullable TurnId turn, @Nullable JsonNode content) {
        if (turn == null) {
            return new Memo(content, turns);
        }
        var next = new HashMap<>(turns);
        next.compute(turn, (id, before) -> content);
        return new Memo(chat, next);
    }

    /** With what another memo says of its turns. */
    Memo withTurnsOf(Memo other) {
        var next = new HashMap<>(turns);
        next.putAll(other.turns);
        return new Memo(chat, next);
    }

    /** Forgets all turns but these. */
    Memo only(Predicate<TurnId> known) {
        if (turns.keySet().stream().allMatch(known)) {
            return this;
        }
        var next = new HashMap<>(turns);
        next.keySet().removeIf(known.negate());
        return new Memo(chat, next);
    }
}
