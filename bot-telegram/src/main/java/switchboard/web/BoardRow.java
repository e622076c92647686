package switchboard.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatSummary;

/** One session on the board, as JSON. Instants are milliseconds since 1970, prices are US dollars. */
final class BoardRow {

    private BoardRow() {}

    /**
     * @param standardModel the model of chats that chose none
     * @param open the address of its conversation; null if it has none
     */
    static ObjectNode of(ChatSummary summary, Instant now, String standardModel, @Nullable String open) {
        var activity = summary.activity();
        var usage = summary.usage();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", summary.chat().toString())
                .put("chat", summary.chat().chat())
                .put("topic", summary.chat().topic())
                .put("title", summary.title())
                .put("chat_name", summary.chatName())
                .put("session", summary.session())
                .put("directory", summary.directory().toString())
                .put("model", summary.model() == null ? standardModel : summary.model())
                .put("state", activity.phase().name().toLowerCase(Locale.ROOT))
                .put("since", activity.isIdle() ? null : activity.since().toEpochMilli())
                .put("place", activity.place())
                .put("detail", activity.detail())
                .put("waiting", summary.waiting())
                .put("held", summary.held())
                .put("context_tokens", usage.contextTokens())
                .put("context_window", usage.contextWindow())
                .put("today_usd", usage.usdOfDay(now))
                .put("usd", usage.usd())
                .put("turns", usage.turns())
                .put("last_error", summary.lastError())
                .put("last_activity", summary.lastActivity().toEpochMilli())
                .put("open", open);
    }
}
