package switchboard.telegram.outbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The limit for one bot token over all chats: 25 calls a second, 5 at once; previews leave 2 of those.
 *
 * <p>If Telegram tells three chats to wait within 10 s, everything pauses and the rate falls by 30 %. Each minute without such a
 * pause gives one call a second back. Times are nanoseconds of the caller's clock.
 */
final class Budget {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final double FULL_RATE = 25;
    private static final double LEAST_RATE = 5;
    private static final int RESERVE = 2;
    private static final int CHATS_FOR_A_PAUSE = 3;
    /** One chat's penalty may last hours. Its own lane waits that long, but the others need not. */
    private static final long LONGEST_PAUSE = MINUTE;

    private final Bucket bucket = new Bucket(5, (long) (SECOND / FULL_RATE));
    private final Deque<Throttled> recent = new ArrayDeque<>();
    private double rate = FULL_RATE;
    private long pausedUntil;
    private long cleanSince;

    private record Throttled(long chatId, long at, long retryAfter) {}

    /** When the next write may go. Previews and activity leave a reserve. */
    long readyAt(boolean mustDeliver) {
        return Math.max(pausedUntil, bucket.readyAt(mustDeliver ? 1 : 1 + RESERVE));
    }

    void take(long now) {
        recover(now);
        bucket.take(now);
    }

    void throttled(long chatId, Duration retryAfter, long now) {
        recent.removeIf(other -> other.chatId == chatId || now - other.at > 10 * SECOND);
        recent.add(new Throttled(chatId, now, retryAfter.toNanos()));
        if (recent.size() >= CHATS_FOR_A_PAUSE) {
            long longest =
                    recent.stream().mapToLong(Throttled::retryAfter).max().orElse(0);
            recent.clear();
            pausedUntil = now + Math.min(longest + SECOND, LONGEST_PAUSE);
            cleanSince = pausedUntil;
            changeRate(Math.max(LEAST_RATE, rate * 0.7), now);
        }
    }

    double ratePerSecond() {
        return rate;
    }

    private void recover(long now) {
        while (rate < FULL_RATE && now - cleanSince >= MINUTE) {
            cleanSince += MINUTE;
            changeRate(Math.min(FULL_RATE, rate + 1), now);
        }
    }

    private void changeRate(double perSecond, long now) {
        rate = perSecond;
        bucket.refillEvery((long) (SECOND / perSecond), now);
    }
}
