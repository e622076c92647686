package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checked keyboard of a message.
 *
 * @param inline the inline keyboard's rows; null if there is none (an empty keyboard counts as none)
 * @param custom whether it is a reply keyboard, its removal or a forced reply: such messages cannot be edited
 */
record ReplyMarkup(@Nullable JsonNode inline, boolean custom) {
    static final ReplyMarkup NONE = new ReplyMarkup(null, false);

    /** Observed, not documented: more is refused as too long. */
    private static final int MAX_BUTTONS = 100;

    private static final int MAX_BYTES = 10_240;
    private static final Set<String> STYLES = Set.of("danger", "success", "primary");
    private static final Set<String> LABELS = Set.of("text", "style", "icon_custom_emoji_id");

    /** @throws ApiError 400 if the keyboard breaks a rule */
    static ReplyMarkup of(Params p) {
        JsonNode markup = p.structure("reply_markup");
        if (markup == null) {
            return NONE;
        }
        if (!markup.isObject()) {
            throw ApiError.badRequest("object expected as reply markup");
        }
        JsonNode rows = markup.get("inline_keyboard");
        if (rows == null) {
            return new ReplyMarkup(null, !markup.isEmpty());
        }
        int count = 0;
        for (JsonNode row : rows) {
            row.forEach(ReplyMarkup::check);
            count += row.size();
        }
        if (count > MAX_BUTTONS || rows.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw ApiError.badRequest("reply markup is too long");
        }
        return count == 0 ? NONE : new ReplyMarkup(rows, false);
    }

    private static void check(JsonNode button) {
        if (button.path("text").asText().isBlank()) {
            throw ApiError.badRequest("can't parse inline keyboard button: text must be non-empty");
        }
        int actions = 0;
        for (var fields = button.fieldNames(); fields.hasNext(); ) {
            actions += LABELS.contains(fields.next()) ? 0 : 1;
        }
        if (actions != 1) {
            throw ApiError.badRequest(
                    actions == 0
                            ? "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
                            : "can't parse inline keyboard button: exactly one action must be specified");
        }
        if (button.has("callback_data")
                && !bytesWithin(button.get("callback_data").asText(), 64)) {
            throw ApiError.badRequest("BUTTON_DATA_INVALID");
        }
        if (button.has("url") && !button.get("url").asText().matches("(https?|tg)://\\S+")) {
            throw ApiError.badRequest("BUTTON_URL_INVALID");
        }
        if (button.has("copy_text")
                && !bytesWithin(button.get("copy_text").path("text").asText(), 256)) {
            throw ApiError.badRequest("BUTTON_COPY_TEXT_INVALID");
        }
        if (button.has("style") && !STYLES.contains(button.get("style").asText())) {
            throw ApiError.badRequest("can't parse inline keyboard button: invalid button style specified");
        }
    }

    private static boolean bytesWithin(String text, int max) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return length >= 1 && length <= max;
    }
}
