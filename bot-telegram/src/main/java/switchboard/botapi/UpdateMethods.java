package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who the bot is, its command menus and how it gets its updates. Called under the world's lock. */
final class UpdateMethods {
    private static final long MAX_TIMEOUT_SECONDS = 50;

    private final World world;

    UpdateMethods(World world) {
        this.world = world;
    }

    JsonNode getMe(Params p) {
        return world.bot
                .json()
                .put("can_join_groups", true)
                .put("can_read_all_group_messages", true)
                .put("supports_inline_queries", false)
                .put("has_topics_enabled", world.threadedMode)
                .put("allows_users_to_create_topics", world.threadedMode);
    }

    /**
     * Waits up to 50 s of real time.
     *
     * @return fails with 409 if another request began to wait meanwhile
     * @throws ApiError 409 if a webhook is set
     */
    CompletionStage<JsonNode> getUpdates(Params p) {
        if (!world.webhook.isEmpty()) {
            throw ApiError.conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete"
                    + " the webhook first");
        }
        allow(p);
        long offset = p.number("offset", 0);
        int limit = Math.clamp(p.number("limit", 100), 1, 100);
        long seconds = Math.clamp(p.number("timeout", 0), 0, MAX_TIMEOUT_SECONDS);
        return world.poll.answer(() -> world.take(offset, limit), seconds);
    }

    private void allow(Params p) {
        JsonNode kinds = p.has("allowed_updates") ? parsed(p) : null;
        if (kinds != null && kinds.isArray()) {
            List<String> names = new ArrayList<>();
            kinds.forEach(k -> names.add(k.asText()));
            world.updates.allow(names);
        }
    }

    /** What cannot be parsed is ignored. */
    private static @Nullable JsonNode parsed(Params p) {
        try {
            return p.structure("allowed_updates");
        } catch (ApiError e) {
            return null;
        }
    }

    JsonNode deleteWebhook(Params p) {
        world.webhook = "";
        if (p.flag("drop_pending_updates")) {
            world.dropUpdates();
        }
        return Json.TRUE;
    }

    JsonNode getWebhookInfo(Params p) {
        ObjectNode info = Json.object()
                .put("url", world.webhook)
                .put("has_custom_certificate", false)
                .put("pending_update_count", world.updates.size());
        if (world.updates.setting() != null) {
            ArrayNode kinds = info.putArray("allowed_updates");
            world.updates.setting().forEach(kinds::add);
        }
        return info;
    }

    JsonNode setMyCommands(Params p) {
        world.menus.set(p.structure("commands"), p.structure("scope"), p.text("language_code"));
        world.tell(new Happening.CommandsChanged());
        return Json.TRUE;
    }

    JsonNode getMyCommands(Params p) {
        return world.menus.get(p.structure("scope"), p.text("language_code"));
    }

    JsonNode deleteMyCommands(Params p) {
        world.menus.delete(p.structure("scope"), p.text("language_code"));
        world.tell(new Happening.CommandsChanged());
        return Json.TRUE;
    }
}
