package switchboard.telegram.outbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Decides what is written to Telegram next, and when: the scheduler of the {@link Outbox}.
 *
 * <p>Each chat is a lane with one write under way at a time. Writes that must be delivered are in a FIFO and never dropped.
 * Previews are in slots, in which the newest wins. Of the lanes that may go, the most urgent goes first, then the stalest. A lane
 * is forgotten when nothing waits in it and its limits have recovered.
 *
 * <p>Not thread-safe. {@code now} is in nanoseconds of a clock that starts at or above 0 and never goes back.
 *
 * @param <T> a write; two previews that are equal show the same
 */
public final class SendQueue<T> {
    /** No point in time. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long FORGET_EVERY = TimeUnit.SECONDS.toNanos(1);

    /**
     * A write to make now. The caller reports its outcome with exactly one of {@link #done}, {@link #again}, {@link #throttled}
     * and {@link #lost}.
     *
     * @param messageId the message a preview belongs to
     */
    public record Ready<T>(long chatId, Kind kind, T op, OptionalInt messageId) {}

    private final Map<Long, Lane<T>> lanes = new LinkedHashMap<>();
    private final Budget budget = new Budget();
    private long forgetAt;

    /**
     * Queues a write that must be delivered.
     *
     * @param supersedes the message whose text the write replaces. A waiting preview of that message is dropped. After a
     *     {@code FINAL}, later previews are dropped too, as long as the lane lives and at least for a minute, because the message
     *     has its last text
     * @throws IllegalArgumentException for a preview or an activity
     */
    public void write(long chatId, Kind kind, OptionalInt supersedes, T op, long now) {
        kind.requireMustDeliver();
        lane(chatId).write(kind, supersedes, op, now);
    }

    /** How many writes that must be delivered wait for a chat. */
    public int waiting(long chatId) {
        Lane<T> lane = lanes.get(chatId);
        return lane == null ? 0 : lane.waiting();
    }

    /** Offers the newest state of a message. It is dropped if it equals the state that was sent last. */
    public void preview(long chatId, int messageId, T frame, long now) {
        lane(chatId).preview(messageId, frame, now);
    }

    /** Whether "typing ..." may be sent to the chat now. If so, it counts as sent. It is never queued. */
    public boolean activity(long chatId, long now) {
        if (budget.readyAt(false) > now || !lane(chatId).pace().takeActivity(now)) {
            return false;
        }
        budget.take(now);
        return true;
    }

    /** Takes the next write that may go now. */
    public Optional<Ready<T>> next(long now) {
        forget(now);
        Lane<T> best = null;
        for (Lane<T> lane : lanes.values()) {
            if (readyAt(lane, now) <= now && (best == null || goesBefore(lane, best))) {
                best = lane;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        budget.take(now);
        return Optional.of(best.take(now));
    }

    /** When to call {@link #next} again if nothing happens until then; {@link #NEVER} if only an event can help. */
    public long wakeAt(long now) {
        long earliest = NEVER;
        for (Lane<T> lane : lanes.values()) {
            earliest = Math.min(earliest, readyAt(lane, now));
        }
        return earliest;
    }

    /** The write was delivered or given up. */
    public void done(Ready<T> ready) {
        lane(ready.chatId()).done(ready);
    }

    /** The write is to be made again as {@code op}, at the head of its lane and not before the given time. Never a preview. */
    public void again(Ready<T> ready, T op, long notBefore) {
        lane(ready.chatId()).again(op, notBefore);
    }

    /** The chat has given a sign of life: delayed writes there go as soon as the limits allow. */
    public void hurry(long chatId) {
        Lane<T> lane = lanes.get(chatId);
        if (lane != null) {
            lane.hurry();
        }
    }

    /** Gives up and returns the writes that must be delivered to a chat and are not under way. */
    public List<T> withdraw(long chatId) {
        Lane<T> lane = lanes.get(chatId);
        return lane == null ? List.of() : lane.withdraw();
    }

    /**
     * The write was refused with 429. The lane is silent for {@code retryAfter} + 1 s + {@code jitter}, then the write is made
     * again.
     */
    public void throttled(Ready<T> ready, Duration retryAfter, Duration jitter, long now) {
        lane(ready.chatId()).throttled(ready, retryAfter, jitter, now);
        budget.throttled(ready.chatId(), retryAfter, now);
    }

    /** A preview has failed; it is dropped. */
    public void lost(Ready<T> preview) {
        lane(preview.chatId()).lost(preview);
    }

    /** An activity was refused with 429. The whole lane is silent, as in {@link #throttled}. */
    public void silence(long chatId, Duration retryAfter, Duration jitter, long now) {
        lane(chatId).pace().silence(retryAfter, jitter, now);
        budget.throttled(chatId, retryAfter, now);
    }

    /** How many chats are remembered. */
    public int lanes() {
        return lanes.size();
    }

    private void forget(long now) {
        if (now >= forgetAt) {
            forgetAt = now + FORGET_EVERY;
            lanes.values().removeIf(lane -> lane.forgettable(now));
        }
    }

    private Lane<T> lane(long chatId) {
        return lanes.computeIfAbsent(chatId, Lane::new);
    }

    private long readyAt(Lane<T> lane, long now) {
        long ready = lane.readyAt(now);
        return ready == NEVER
                ? NEVER
                : Math.max(ready, budget.readyAt(lane.kind().mustDeliver()));
    }

    private boolean goesBefore(Lane<T> one, Lane<T> other) {
        int byKind = one.kind().compareTo(other.kind());
        return byKind != 0 ? byKind < 0 : one.since() < other.since();
    }
}
