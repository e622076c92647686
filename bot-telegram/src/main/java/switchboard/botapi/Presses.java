package switchboard.botapi;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.BotApiState.Query;

/** The button presses that the bot may still answer, for 150 s each. Guarded by the lock of its {@link BotApiState}. */
final class Presses {
    static final Duration LIFETIME = Duration.ofSeconds(150);

    private final Map<String, Query> open = new LinkedHashMap<>();
    private long last;

    /** Adds a press. Its id is never used again, not even by a state that is opened later. */
    Query add(long chatId, Instant now) {
        open.values().removeIf(query -> isOver(query, now));
        last = Math.max(last + 1, now.toEpochMilli());
        var query = new Query("43829" + last, chatId, now);
        open.put(query.id(), query);
        return query;
    }

    /** The press with this id; null if there is none or its time is over. */
    @Nullable
    Query find(String id, Instant now) {
        Query query = open.get(id);
        return query == null || isOver(query, now) ? null : query;
    }

    private static boolean isOver(Query query, Instant now) {
        return query.at().plus(LIFETIME).isBefore(now);
    }
}
