package switchboard.telegram.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Decides when the bot may write to one chat.
 *
 * <p>Private chats have a bucket of 3 that gets one token a second; no preview takes the last one. Groups allow 20 writes a
 * minute; 19 are used, 15 of them by previews, and with pauses between them. Frames come more slowly the longer a stream lasts
 * and the more often Telegram has answered 429. After a 429 the chat gets nothing for a while. Times are nanoseconds of the
 * caller's clock.
 */
final class Pace {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long LONG_AGO = Long.MIN_VALUE / 4;
    private static final long LONGEST_INTERVAL = 30 * SECOND;
    private static final double MOST_SLOWDOWN = 20;
    private static final int GROUP_WRITES = 19;
    private static final int GROUP_PREVIEWS = 15;

    private final boolean group;
    private final Bucket burst = new Bucket(3, SECOND);
    private final Bucket activity = new Bucket(1, SECOND);
    private final List<Long> recent = new ArrayList<>();
    private long lastWrite = LONG_AGO;
    private long silentUntil;
    private double slowdown = 1;
    private long cleanSince;
    private long streamSince = LONG_AGO;
    private long lastFrame = LONG_AGO;

    Pace(long chatId) {
        this.group = chatId < 0;
    }

    long writeReadyAt() {
        long free = group ? Math.max(lastWrite + SECOND, windowReadyAt(GROUP_WRITES)) : burst.readyAt(1);
        return Math.max(silentUntil, free);
    }

    long previewReadyAt(long now) {
        long free = group ? windowReadyAt(GROUP_PREVIEWS) : burst.readyAt(2);
        return Math.max(silentUntil, Math.max(free, lastWrite + frameInterval(now)));
    }

    void wrote(long now) {
        lastWrite = now;
        if (group) {
            recent.add(now);
            if (recent.size() > GROUP_WRITES) {
                recent.remove(0);
            }
        } else {
            burst.take(now);
        }
    }

    /** Whether "typing ..." may be shown now. If so, it counts as shown. */
    boolean takeActivity(long now) {
        if (now < silentUntil || activity.readyAt(1) > now) {
            return false;
        }
        activity.take(now);
        return true;
    }

    /** A frame was offered: a stream begins or continues. */
    void frame(long now) {
        if (now - lastFrame > MINUTE) {
            streamSince = now;
        }
        lastFrame = now;
    }

    void streamEnded() {
        lastFrame = LONG_AGO;
    }

    /** Telegram answered 429. */
    void silence(Duration retryAfter, Duration jitter, long now) {
        recover(now);
        silentUntil = Math.max(silentUntil, now + retryAfter.toNanos() + SECOND + jitter.toNanos());
        slowdown = Math.min(MOST_SLOWDOWN, slowdown * 1.5);
        cleanSince = silentUntil;
    }

    /** Whether a new pace would allow no more than this one. */
    boolean rested(long now) {
        recover(now);
        return now >= silentUntil
                && slowdown == 1
                && burst.full(now)
                && activity.full(now)
                && now - lastFrame > MINUTE
                && now - lastWrite >= MINUTE;
    }

    long frameInterval(long now) {
        recover(now);
        long age = now - streamSince;
        long base = age < 30 * SECOND ? 3 * SECOND / 2 : age < 5 * MINUTE ? 3 * SECOND : 5 * SECOND;
        if (group) {
            base = Math.max(base, 4 * SECOND);
        }
        return Math.min(LONGEST_INTERVAL, (long) (base * slowdown));
    }

    private void recover(long now) {
        while (slowdown > 1 && now - cleanSince >= MINUTE) {
            slowdown = Math.max(1, slowdown * 0.9);
            cleanSince += MINUTE;
        }
    }

    private long windowReadyAt(int writesPerMinute) {
        int size = recent.size();
        return size < writesPerMinute ? LONG_AGO : recent.get(size - writesPerMinute) + MINUTE;
    }
}
