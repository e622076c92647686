package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one call, read as leniently as Telegram does: numbers, flags and objects may come as text.
 *
 * @param files uploaded parts by name
 */
public record Params(ObjectNode json, Map<String, FileContent> files) {

    /** Whether the parameter is given and not null. */
    public boolean has(String name) {
        JsonNode node = json.get(name);
        return node != null && !node.isNull();
    }

    /** The text of a parameter; null if absent. */
    public @Nullable String text(String name) {
        return has(name) ? json.get(name).asText() : null;
    }

    /** @throws ApiError 400 if it is given but not an integer */
    long number(String name, long otherwise) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest("invalid " + name + " specified");
        }
    }

    /** Whether the parameter is true or 1. */
    public boolean flag(String name) {
        String text = text(name);
        return text != null && (text.equalsIgnoreCase("true") || text.equals("1"));
    }

    /**
     * A parameter that is an object or a list.
     *
     * @throws ApiError 400 if it is given but not JSON
     */
    @Nullable
    JsonNode structure(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = json.get(name);
        if (!node.isTextual()) {
            return node;
        }
        if (node.asText().isEmpty()) {
            return null;
        }
        try {
            return Json.parse(node.asText());
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("can't parse " + name.replace('_', ' ') + " JSON object");
        }
    }

    /** The uploaded part that a file parameter names; null if it is not an upload. */
    @Nullable
    FileContent upload(String name) {
        String text = text(name);
        String part = text != null && text.startsWith("attach://") ? text.substring("attach://".length()) : name;
        return files.get(part);
    }
}
