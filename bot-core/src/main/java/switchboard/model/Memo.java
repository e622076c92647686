package switchboard.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A front's notes, which it finds again after a restart. Any JSON, which only the front understands.
 *
 * @param chat of the chat as a whole; null for nothing
 * @param turns of prompts that wait, of the turn in flight and of answers that are not delivered; forgotten with them
 */
public record Memo(@JsonInclude(Include.NON_NULL) @Nullable JsonNode chat, Map<TurnId, JsonNode> turns)
        implements ChatPart {

    public static final Memo NONE = new Memo(null, Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    public Memo {
        turns = turns == null ? Map.of() : Map.copyOf(turns);
    }

    /**
     * Remembers something else, or nothing more. What is of a turn is kept as long as {@link ChatState#isOpen that is open}.
     *
     * @param turn null for the chat as a whole
     */
    public Memo with(@Nullable TurnId turn, @Nullable JsonNode content) {
        var read = content == null ? null : read(content.toString());
        if (turn == null) {
            return new Memo(read, turns);
        }
        var next = new HashMap<>(turns);
        next.compute(turn, (id, before) -> read);
        return new Memo(chat, next);
    }

    /** As it comes back from a store: a number may be of another class there, and so not equal. */
    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("not JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    /** With what another memo says of its turns. */
    Memo withTurnsOf(Memo other) {
        var next = new HashMap<>(turns);
        next.putAll(other.turns);
        return new Memo(chat, next);
    }

    /** Forgets all turns but these. */
    Memo only(Predicate<TurnId> known) {
        var next = new HashMap<>(turns);
        return next.keySet().removeIf(known.negate()) ? new Memo(chat, next) : this;
    }
}
