package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One button of an inline keyboard. */
public record Button(
        String text,
        @Nullable String callbackData,
        @Nullable String url,
        @Nullable String style) {

    static Button of(JsonNode node) {
        return new Button(
                node.path("text").asText(),
                textOrNull(node, "callback_data"),
                textOrNull(node, "url"),
                textOrNull(node, "style"));
    }

    private static @Nullable String textOrNull(JsonNode node, String name) {
        return node.has(name) ? node.get(name).asText() : null;
    }
}
