package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The bot's account, its command menus and its updates. Called under the state's lock. */
final class UpdateMethods {
    private static final long MAX_TIMEOUT_SECONDS = 50;

    private final BotApiState state;

    UpdateMethods(BotApiState state) {
        this.state = state;
    }

    JsonNode getMe(Params p) {
        return state.bot
                .json()
                .put("can_join_groups", true)
                .put("can_read_all_group_messages", true)
                .put("supports_inline_queries", false)
                .put("has_topics_enabled", state.threadedMode)
                .put("allows_users_to_create_topics", state.threadedMode);
    }

    /**
     * Waits up to 50 s of real time.
     *
     * @return fails with 409 if another request began to wait meanwhile
     */
    CompletionStage<JsonNode> getUpdates(Params p) {
        allow(p);
        long offset = p.number("offset", 0);
        int limit = Math.clamp(p.number("limit", 100), 1, 100);
        long seconds = Math.clamp(p.number("timeout", 0), 0, MAX_TIMEOUT_SECONDS);
        return state.poll.answer(() -> state.take(offset, limit), seconds);
    }

    private void allow(Params p) {
        JsonNode kinds = p.has("allowed_updates") ? parsed(p) : null;
        if (kinds != null && kinds.isArray()) {
            var names = new ArrayList<String>();
            kinds.forEach(k -> names.add(k.asText()));
            state.updates.allow(names);
        }
    }

    /** The parameter for the wanted kinds; null also if it cannot be parsed, because that is ignored. */
    private static @Nullable JsonNode parsed(Params p) {
        try {
            return p.structure("allowed_updates");
        } catch (ApiError e) {
            return null;
        }
    }

    JsonNode setMyCommands(Params p) {
        state.menus.set(p.structure("commands"), p.structure("scope"), p.text("language_code"));
        state.tell(new BotApiEvent.CommandsChanged());
        return Json.TRUE;
    }

    JsonNode getMyCommands(Params p) {
        return state.menus.get(p.structure("scope"), p.text("language_code"));
    }

    JsonNode deleteMyCommands(Params p) {
        state.menus.delete(p.structure("scope"), p.text("language_code"));
        state.tell(new BotApiEvent.CommandsChanged());
        return Json.TRUE;
    }
}
