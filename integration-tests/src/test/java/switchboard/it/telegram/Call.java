package switchboard.it.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One call of the bot.
 *
 * @param number position in the log, from 0
 * @param method as Telegram spells it, or as it was called if there is none
 * @param params as given; form fields are text
 * @param at when it arrived
 * @param status the HTTP status of the answer; 0 = not yet answered, -1 = the connection was dropped
 */
public record Call(int number, String method, ObjectNode params, Instant at, int status) {
    /** The chat it speaks of; 0 = none. */
    public long chatId() {
        return params.path("chat_id").asLong();
    }

    /** The text, caption or callback answer it carries, as given; empty if none. */
    public String text() {
        return params.path(params.has("text") ? "text" : "caption").asText();
    }

    /** A parameter as text; empty if absent. */
    public String param(String name) {
        return params.path(name).isContainerNode()
                ? params.path(name).toString()
                : params.path(name).asText();
    }

    public boolean ok() {
        return status == 200;
    }

    Call answered(int newStatus) {
        return new Call(number, method, params, at, newStatus);
    }
}
