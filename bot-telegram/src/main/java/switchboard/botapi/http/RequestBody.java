package switchboard.botapi.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.ApiError;
import switchboard.botapi.Json;
import switchboard.botapi.Params;

/** The parameters of a request: query string, form or JSON. */
public final class RequestBody {
    private RequestBody() {}

    /** @throws ApiError 400 if the body does not match its content type */
    public static Params read(@Nullable String query, @Nullable String contentType, byte[] body) {
        ObjectNode json = Json.object();
        addForm(json, query == null ? "" : query);
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            addForm(json, new String(body, UTF_8));
        } else if (body.length > 0) {
            json.setAll(object(new String(body, UTF_8)));
        }
        return new Params(json, Map.of());
    }

    private static void addForm(ObjectNode json, String form) {
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                json.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
    }

    private static ObjectNode object(String text) {
        try {
            JsonNode node = Json.parse(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("can't parse JSON object");
        }
        throw ApiError.badRequest("object expected");
    }
}
