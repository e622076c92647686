package switchboard.telegram.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often something may happen: tokens come back one by one, and anything that is not urgent leaves some. */
final class LimitModel {

    private static final double SECOND = 1e9;

    /** What rounding to whole nanoseconds may make. */
    private static final double ROUNDING = 1e-6;

    private final int capacity;
    private final double perSecond;
    private final int reserve;
    private final Map<Long, Long> throttled = new HashMap<>();
    private final List<Long> taken = new ArrayList<>();
    private double tokens;
    private long asOf;
    private long pausedUntil;

    private LimitModel(int capacity, double perSecond, int reserve) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.reserve = reserve;
        this.tokens = capacity;
    }

    /** All chats together. */
    static LimitModel ofAll() {
        return new LimitModel(5, 25, 2);
    }

    static LimitModel ofPrivateChat() {
        return new LimitModel(3, 1, 1);
    }

    /** Takes a token; whether it was there to be taken. */
    boolean take(boolean isUrgent, long now) {
        tokens = Math.min(capacity, tokens + (now - asOf) / SECOND * perSecond);
        asOf = now;
        taken.add(now);
        var isThere = tokens >= (isUrgent ? 1 : 1 + reserve) - ROUNDING;
        tokens--;
        return isThere;
    }

    /** 429 for three chats within 10 s stops all chats for a while, and makes them slower for minutes. */
    void pause(long chat, Duration retryAfter, long now) {
        throttled.values().removeIf(at -> now - at > 10 * SECOND);
        throttled.put(chat, now);
        if (throttled.size() >= 3) {
            pausedUntil = now + retryAfter.plusMinutes(20).toNanos();
        }
    }

    /** Whether as many tokens as there can be are left. */
    boolean isAtRest(long now) {
        return now >= pausedUntil && tokens + (now - asOf) / SECOND * perSecond >= capacity;
    }
}
