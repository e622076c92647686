package switchboard.telegram.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.objects.Update;
import switchboard.telegram.api.TelegramApi.Received;

/** Reads and writes updates as JSON: as Telegram sends them, and as the bot keeps them. */
public final class ReceivedJson {

    private static final PacedLog LOG = new PacedLog(LoggerFactory.getLogger(ReceivedJson.class));
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReceivedJson() {}

    /** An update, without content if it is not understood; empty if it has no id. */
    static Optional<Received> read(JsonNode update) {
        if (!update.path("update_id").canConvertToLong()) {
            return Optional.empty();
        }
        var id = update.path("update_id").longValue();
        return Optional.of(new Received(id, content(id, update), update.toString()));
    }

    /** One JSON array of updates, for {@link #readAll}. */
    public static String writeAll(List<Received> updates) {
        return updates.stream().map(Received::json).collect(Collectors.joining(",\n", "[", "]\n"));
    }

    /** @throws IOException if {@link #writeAll} has not made this text */
    public static List<Received> readAll(String json) throws IOException {
        if (!(JSON.readTree(json) instanceof ArrayNode array) || array.isEmpty()) {
            throw new IOException("it holds no updates");
        }
        var updates = new ArrayList<Received>();
        for (var update : array) {
            updates.add(read(update).orElseThrow(() -> new IOException("it holds something else than updates")));
        }
        return updates;
    }

    private static Optional<Update> content(long id, JsonNode update) {
        try {
            return Optional.of(JSON.treeToValue(update, Update.class));
        } catch (JsonProcessingException odd) {
            var why = odd.getClass().getSimpleName();
            LOG.warn("not understood: " + why, "Update " + id + " is not understood (" + why + ")");
            return Optional.empty();
        }
    }
}
