package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the bot is, its command menus and how it gets its updates. */
final class UpdateMethods {
    private static final long MAX_TIMEOUT_SECONDS = 50;

    private final World world;
    /** The poll that waits; a later waiting poll takes its place. */
    private long waiting;

    private long polls;

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
     * Called without the world's lock, for it may wait up to 50 s (of real time).
     *
     * @throws ApiError 409 if a webhook is set, or another poll began to wait meanwhile
     */
    JsonNode getUpdates(Params p) {
        long me = world.locked(() -> ++polls);
        boolean waits = world.locked(() -> prepare(p));
        long seconds = waits ? Math.clamp(p.number("timeout", 0), 0, MAX_TIMEOUT_SECONDS) : 0;
        if (seconds > 0) {
            world.change(() -> waiting = me);
        }
        try {
            List<ObjectNode> found = world.await(Duration.ofSeconds(seconds), () -> look(p, me, seconds > 0));
            ArrayNode result = Json.array();
            if (found != null) {
                result.addAll(found);
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.of(500, "Internal Server Error: restart");
        }
    }

    private boolean prepare(Params p) {
        if (!world.webhook.isEmpty()) {
            throw ApiError.conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete"
                    + " the webhook first");
        }
        allow(p);
        return take(p).isEmpty();
    }

    private @Nullable List<ObjectNode> look(Params p, long me, boolean waits) {
        if (waits && waiting != me) {
            throw ApiError.conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is" + " running");
        }
        List<ObjectNode> found = take(p);
        if (!found.isEmpty()) {
            return found;
        }
        return null;
    }

    private List<ObjectNode> take(Params p) {
        int limit = Math.clamp(p.number("limit", 100), 1, 100);
        return world.updates.take(p.number("offset", 0), limit, world.now());
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
            world.updates.clear();
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
        return Json.TRUE;
    }

    JsonNode getMyCommands(Params p) {
        return world.menus.get(p.structure("scope"), p.text("language_code"));
    }

    JsonNode deleteMyCommands(Params p) {
        world.menus.delete(p.structure("scope"), p.text("language_code"));
        return Json.TRUE;
    }
}
