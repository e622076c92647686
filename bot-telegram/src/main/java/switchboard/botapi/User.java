package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A Telegram account of a person or a bot. */
public record User(long id, String firstName, @Nullable String username, boolean bot) {
    public User(long id, String firstName) {
        this(id, firstName, null, false);
    }

    ObjectNode json() {
        ObjectNode node = Json.object().put("id", id).put("is_bot", bot).put("first_name", firstName);
        if (username != null) {
            node.put("username", username);
        }
        if (!bot) {
            node.put("language_code", "en");
        }
        return node;
    }
}
