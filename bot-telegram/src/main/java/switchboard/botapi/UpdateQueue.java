package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The unconfirmed updates, with Telegram's offsets: a request for N confirms everything below N, a negative offset keeps only the
 * last ones, and an offset far ahead of the queue is ignored. Guarded by the lock of its {@link BotApiState}.
 */
final class UpdateQueue {
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final Duration CALLBACK_LIFETIME = Duration.ofSeconds(150);
    private static final int AHEAD = 10;
    private static final Set<String> ON_REQUEST = Set.of("chat_member", "message_reaction", "message_reaction_count");
    private static final Set<String> BY_DEFAULT = Set.of(("message edited_message channel_post edited_channel_post"
                    + " business_connection business_message edited_business_message deleted_business_messages"
                    + " guest_message inline_query chosen_inline_result callback_query shipping_query"
                    + " pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_join_request"
                    + " chat_boost removed_chat_boost managed_bot subscription stopped_message_generation")
            .split(" ", -1));

    private record Pending(long id, String kind, ObjectNode json, Instant at) {}

    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long nextId = 873_401_001L;
    private Set<String> allowed = BY_DEFAULT;
    private @Nullable Collection<String> setting;

    /** Queues an update. If its kind is not allowed now, the update is lost. Returns the update; null if it is lost. */
    @Nullable
    ObjectNode add(String kind, ObjectNode content, Instant now) {
        if (!allowed.contains(kind)) {
            return null;
        }
        ObjectNode update = Json.object().put("update_id", nextId);
        update.set(kind, content);
        pending.add(new Pending(nextId++, kind, update, now));
        return update;
    }

    /** Queues an update again that was queued before, even if its kind is not allowed now. */
    void restore(ObjectNode update, Instant at) {
        long id = update.path("update_id").asLong();
        pending.add(new Pending(id, kind(update), update, at));
        continueFrom(id + 1);
    }

    /** Ids of later updates are not below this. */
    void continueFrom(long id) {
        nextId = Math.max(nextId, id);
    }

    /** Sets the wanted kinds. An empty list, or one without any known kind, means the default set. */
    void allow(Collection<String> kinds) {
        var known = new TreeSet<String>(kinds);
        known.removeIf(kind -> !BY_DEFAULT.contains(kind) && !ON_REQUEST.contains(kind));
        allowed = known.isEmpty() ? BY_DEFAULT : known;
        setting = known.isEmpty() ? null : known;
    }

    /** The wanted kinds; null for the default set. */
    @Nullable
    Collection<String> setting() {
        return setting;
    }

    /** Confirms the updates below the offset and returns those from there on, oldest first. */
    List<ObjectNode> take(long offset, int limit, Instant now) {
        pending.removeIf(p -> now.isAfter(p.at().plus(lifetime(p.kind()))));
        if (offset < 0) {
            while (pending.size() > -offset) {
                pending.removeFirst();
            }
        } else if (offset <= nextId + AHEAD) {
            pending.removeIf(p -> p.id() < offset);
        }
        return pending.stream().limit(limit).map(Pending::json).toList();
    }

    int size() {
        return pending.size();
    }

    /** The id of the first unconfirmed update, or of the next one to come. */
    long confirmedBelow() {
        return pending.isEmpty() ? nextId : pending.getFirst().id();
    }

    private static String kind(ObjectNode update) {
        return update.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("update_id"))
                .findFirst()
                .orElse("message");
    }

    private static Duration lifetime(String kind) {
        return kind.equals("callback_query") ? CALLBACK_LIFETIME : LIFETIME;
    }
}
