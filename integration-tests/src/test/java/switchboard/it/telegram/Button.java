package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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

    /** The rows of a keyboard; none of none. */
    static List<List<Button>> rows(@Nullable JsonNode keyboard) {
        var rows = new ArrayList<List<Button>>();
        if (keyboard != null) {
            for (JsonNode row : keyboard) {
                var buttons = new ArrayList<Button>();
                row.forEach(b -> buttons.add(of(b)));
                rows.add(List.copyOf(buttons));
            }
        }
        return List.copyOf(rows);
    }

    private static @Nullable String textOrNull(JsonNode node, String name) {
        return node.has(name) ? node.get(name).asText() : null;
    }
}
