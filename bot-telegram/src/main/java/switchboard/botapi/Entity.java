package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One span of formatting as Telegram's MessageEntity.
 *
 * @param offset in UTF-16 units
 * @param length in UTF-16 units
 * @param detail the URL of a {@code text_link}, the language of a {@code pre}, the id of a {@code custom_emoji} or
 *     {@code text_mention}, the Unix time of a {@code date_time}
 */
public record Entity(
        String type, int offset, int length, @Nullable String detail) {
    public Entity(String type, int offset, int length) {
        this(type, offset, length, null);
    }

    public int end() {
        return offset + length;
    }

    Entity between(int from, int to) {
        return new Entity(type, from, to - from, detail);
    }

    ObjectNode json() {
        ObjectNode node = Json.object().put("type", type).put("offset", offset).put("length", length);
        if (detail != null) {
            switch (type) {
                case "text_link" -> node.put("url", detail);
                case "pre" -> node.put("language", detail);
                case "custom_emoji" -> node.put("custom_emoji_id", detail);
                case "date_time" -> node.put("unix_time", Long.parseLong(detail));
                case "text_mention" -> node.set("user", new User(Long.parseLong(detail), "User").json());
                default -> {}
            }
        }
        return node;
    }
}
