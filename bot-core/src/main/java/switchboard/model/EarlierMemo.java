package switchboard.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@link Memo} of a session file in which an earlier version kept field by field what its view wanted to find again:
 * {@code notices} and {@code open} of the chat, {@code live} of the turn in flight, {@code live} and {@code parts} of the answers.
 */
final class EarlierMemo {

    private final JsonNode file;
    private final ChatId chat;
    private final Map<TurnId, JsonNode> turns = new HashMap<>();

    private EarlierMemo(JsonNode file, ChatId chat) {
        this.file = file;
        this.chat = chat;
    }

    static Memo of(JsonNode file, ChatId chat) {
        return new EarlierMemo(file, chat).read();
    }

    private Memo read() {
        file.path("notices")
                .properties()
                .forEach(notice -> turns.put(new TurnId(notice.getKey()), of(Map.of("live", notice.getValue()))));
        var flight = file.path("flight");
        add(flight.path("prompt"), flight);
        file.path("deliveries").forEach(delivery -> add(delivery, delivery));
        return new Memo(some(file, "open"), turns);
    }

    private void add(JsonNode turn, JsonNode from) {
        var some = some(from, "live", "parts");
        if (some != null) {
            turns.put(new TurnId(turn.path("id").asText()), some);
        }
    }

    private @Nullable JsonNode some(JsonNode from, String... fields) {
        var some = new HashMap<String, JsonNode>();
        for (var field : fields) {
            var value = from.path(field);
            if (from.hasNonNull(field) && !(value.isArray() && value.isEmpty())) {
                some.put(field, value);
            }
        }
        return some.isEmpty() ? null : of(some);
    }

    private ObjectNode of(Map<String, JsonNode> fields) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("chat", chat.toString())
                .setAll(fields);
    }
}
