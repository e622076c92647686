package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts that a bot sends, with markup or entities. The result is a {@link FormattedText} with the commands, mentions and
 * addresses found in it, or Telegram's refusal.
 */
final class TextInput {
    static final int MAX_MESSAGE = 4096;
    static final int MAX_CAPTION = 1024;
    private static final int MAX_RAW_BYTES = 32_768;
    /** The entities that a sender may set. The server finds the others. */
    private static final Set<String> SETTABLE = Set.of(
            "bold",
            "italic",
            "underline",
            "strikethrough",
            "spoiler",
            "blockquote",
            "expandable_blockquote",
            "code",
            "pre",
            "text_link",
            "text_mention",
            "custom_emoji",
            "date_time");

    private TextInput() {}

    /**
     * The text of a message.
     *
     * @throws ApiError 400 if it is empty or longer than 4096 code points after parsing
     */
    static FormattedText message(Params p) {
        FormattedText text = parsed(p, "text", "entities");
        if (text.text().isEmpty()) {
            throw ApiError.badRequest("message text is empty");
        }
        return limited(text, MAX_MESSAGE, "message is too long");
    }

    /** The text of a draft, which may be empty. */
    static FormattedText draft(Params p) {
        return limited(parsed(p, "text", "entities"), MAX_MESSAGE, "message is too long");
    }

    /**
     * A caption; empty if there is none.
     *
     * @throws ApiError 400 if it is longer than 1024 code points
     */
    static FormattedText caption(Params p) {
        return limited(parsed(p, "caption", "caption_entities"), MAX_CAPTION, "message caption is too long");
    }

    private static FormattedText limited(FormattedText text, int max, String complaint) {
        if (text.codePoints() > max) {
            throw ApiError.badRequest(complaint);
        }
        return text;
    }

    private static FormattedText parsed(Params p, String name, String entities) {
        String raw = p.text(name);
        if (raw == null || raw.isEmpty()) {
            return FormattedText.EMPTY;
        }
        if (raw.getBytes(StandardCharsets.UTF_8).length > MAX_RAW_BYTES) {
            throw ApiError.badRequest("text is too long");
        }
        String mode = p.text("parse_mode");
        if (mode == null || mode.isEmpty()) {
            return FormattedText.normalized(raw, given(p.structure(entities))).withFound();
        }
        if (!mode.toLowerCase(Locale.ROOT).equals("html")) {
            throw ApiError.badRequest("unsupported parse_mode");
        }
        FormattedText parsed = HtmlParser.parse(raw);
        return FormattedText.normalized(parsed.text(), parsed.entities()).withFound();
    }

    private static List<Entity> given(@Nullable JsonNode array) {
        var entities = new ArrayList<Entity>();
        if (array != null) {
            for (JsonNode e : array) {
                String type = e.path("type").asText();
                if (SETTABLE.contains(type) && e.path("length").asInt() > 0) {
                    entities.add(new Entity(
                            type, e.path("offset").asInt(), e.path("length").asInt(), detail(type, e)));
                }
            }
        }
        return entities;
    }

    private static @Nullable String detail(String type, JsonNode e) {
        JsonNode node = switch (type) {
            case "text_link" -> e.path("url");
            case "pre" -> e.path("language");
            case "custom_emoji" -> e.path("custom_emoji_id");
            case "date_time" -> e.path("unix_time");
            case "text_mention" -> e.path("user").path("id");
            default -> e.path("");
        };
        return node.isMissingNode() || node.asText().isEmpty() ? null : node.asText();
    }
}
