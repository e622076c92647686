package switchboard.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatSummary;

/** One session on the board, as JSON; instants are milliseconds since 1970, prices US dollars. */
final class BoardRow {

    private BoardRow() {}

    /**
     * @param standardModel what a chat works with that has chosen none
     * @param open where its conversation is found, null for nowhere
     */
    static ObjectNode of(ChatSummary standing, Instant now, String standardModel, @Nullable String open) {
        var activity = standing.activity();
        var usage = standing.usage();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", standing.chat().toString())
                .put("chat", standing.chat().chat())
                .put("topic", standing.chat().topic())
                .put("title", standing.title())
                .put("chat_name", standing.chatName())
                .put("session", standing.session())
                .put("directory", standing.directory().toString())
                .put("model", standing.model() == null ? standardModel : standing.model())
                .put("state", activity.phase().name().toLowerCase(Locale.ROOT))
                .put("since", activity.isIdle() ? null : activity.since().toEpochMilli())
                .put("place", activity.place())
                .put("detail", activity.detail())
                .put("waiting", standing.waiting())
                .put("held", standing.held())
                .put("context_tokens", usage.contextTokens())
                .put("context_window", usage.contextWindow())
                .put("today_usd", usage.usdOfDay(now))
                .put("usd", usage.usd())
                .put("turns", usage.turns())
                .put("last_error", standing.lastError())
                .put("last_activity", standing.lastActivity().toEpochMilli())
                .put("open", open);
    }
}
