package switchboard.telegram.outbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The waiting writes of one chat: a FIFO of those that must be delivered, and the newest frame of each live message.
 *
 * <p>One write is under way at a time. A write that must be delivered stays at the head until it is done, and no frame goes
 * before it.
 */
final class Lane<T> {
    private static final long FORGET_AFTER = TimeUnit.MINUTES.toNanos(1);
    private static final int CLOSED_KEPT = 16;

    private final long chatId;
    private final Pace pace;
    private final Deque<Waiting<T>> fifo = new ArrayDeque<>();
    private final Map<Integer, Slot<T>> slots = new LinkedHashMap<>();
    private final Set<Integer> closed = new LinkedHashSet<>();
    private boolean inFlight;

    /** Whether a sign of life came while a write was under way. If that write must be repeated, it need not wait. */
    private boolean hurried;

    private record Waiting<T>(Kind kind, T op, long since, long notBefore) {}

    /** A live message: the frame to show and the one last sent. */
    private static final class Slot<T> {
        @Nullable
        T pending;

        @Nullable
        T shown;

        long shownAt;

        Slot(long now) {
            shownAt = now;
        }

        T show(long now) {
            T frame = Objects.requireNonNull(pending);
            shown = frame;
            shownAt = now;
            pending = null;
            return frame;
        }
    }

    Lane(long chatId) {
        this.chatId = chatId;
        this.pace = new Pace(chatId);
    }

    Pace pace() {
        return pace;
    }

    void write(Kind kind, OptionalInt supersedes, T op, long now) {
        supersedes.ifPresent(messageId -> supersede(messageId, kind == Kind.FINAL));
        fifo.add(new Waiting<>(kind, op, now, now));
    }

    /** How many writes that must be delivered wait. */
    int waiting() {
        return fifo.size();
    }

    void preview(int messageId, T frame, long now) {
        if (closed.contains(messageId)) {
            return;
        }
        Slot<T> slot = slots.computeIfAbsent(messageId, id -> new Slot<>(now));
        slot.pending = frame.equals(slot.shown) ? null : frame;
        pace.frame(now);
    }

    /** When the next write may go, by the limits of this chat. */
    long readyAt(long now) {
        Waiting<T> head = fifo.peek();
        if (inFlight) {
            return SendQueue.NEVER;
        }
        if (head != null) {
            return Math.max(head.notBefore, pace.writeReadyAt());
        }
        return stalest() == null ? SendQueue.NEVER : pace.previewReadyAt(now);
    }

    /** The most urgent kind that waits here. Writes before it in the line get the same urgency. */
    Kind kind() {
        Kind most = Kind.PREVIEW;
        for (Waiting<T> waiting : fifo) {
            most = waiting.kind.compareTo(most) < 0 ? waiting.kind : most;
        }
        return most;
    }

    /** Since when the next write has been waiting. For a frame, since when the text that it replaces has been shown. */
    long since() {
        Waiting<T> head = fifo.peek();
        Map.Entry<Integer, Slot<T>> slot = stalest();
        return head != null ? head.since : slot != null ? slot.getValue().shownAt : Long.MAX_VALUE;
    }

    /** Takes the next write, which is under way from then on. Only to be called once {@link #readyAt} has come. */
    SendQueue.Ready<T> take(long now) {
        inFlight = true;
        pace.wrote(now);
        Waiting<T> head = fifo.peek();
        if (head != null) {
            return new SendQueue.Ready<>(chatId, head.kind, head.op, OptionalInt.empty());
        }
        Map.Entry<Integer, Slot<T>> next = stalest();
        if (next == null) {
            throw new IllegalStateException("Nothing waits for chat " + chatId);
        }
        T frame = next.getValue().show(now);
        return new SendQueue.Ready<>(chatId, Kind.PREVIEW, frame, OptionalInt.of(next.getKey()));
    }

    void done(SendQueue.Ready<T> ready) {
        ended();
        if (ready.kind().mustDeliver()) {
            fifo.remove();
        }
    }

    void again(T op, long notBefore) {
        boolean isHurried = ended();
        Waiting<T> head = fifo.remove();
        fifo.addFirst(new Waiting<>(head.kind, op, head.since, isHurried ? head.since : notBefore));
    }

    /** The write under way has ended. Returns whether a sign of life came meanwhile. */
    private boolean ended() {
        boolean isHurried = hurried;
        inFlight = false;
        hurried = false;
        return isHurried;
    }

    /** Delayed writes go as soon as the limits allow. */
    void hurry() {
        Waiting<T> head = fifo.peek();
        hurried = inFlight;
        if (head != null && !inFlight) {
            fifo.remove();
            fifo.addFirst(new Waiting<>(head.kind, head.op, head.since, head.since));
        }
    }

    /** Gives up and returns all writes that must be delivered and are not under way. */
    List<T> withdraw() {
        List<T> all = fifo.stream().skip(inFlight ? 1 : 0).map(Waiting::op).toList();
        while (fifo.size() > (inFlight ? 1 : 0)) {
            fifo.removeLast();
        }
        return all;
    }

    void throttled(SendQueue.Ready<T> ready, Duration retryAfter, Duration jitter, long now) {
        ended();
        pace.silence(retryAfter, jitter, now);
        Slot<T> slot = slot(ready);
        if (slot != null) {
            slot.shown = null;
            slot.pending = slot.pending == null ? ready.op() : slot.pending;
        }
    }

    /** A frame has failed. It is not shown, and not tried again. */
    void lost(SendQueue.Ready<T> ready) {
        ended();
        Slot<T> slot = slot(ready);
        if (slot != null) {
            slot.shown = null;
        }
    }

    /** Forgets messages without news. Returns whether nothing about this chat is left to remember. */
    boolean forgettable(long now) {
        if (inFlight || !fifo.isEmpty()) {
            return false;
        }
        slots.values().removeIf(slot -> slot.pending == null && now - slot.shownAt > FORGET_AFTER);
        return slots.isEmpty() && pace.rested(now);
    }

    private void supersede(int messageId, boolean last) {
        Slot<T> slot = slots.get(messageId);
        if (slot != null) {
            slot.pending = null;
            slot.shown = null;
        }
        if (last) {
            slots.remove(messageId);
            closed.add(messageId);
            if (closed.size() > CLOSED_KEPT) {
                closed.remove(closed.iterator().next());
            }
            if (slots.isEmpty()) {
                pace.streamEnded();
            }
        }
    }

    private @Nullable Slot<T> slot(SendQueue.Ready<T> ready) {
        return ready.messageId().isPresent() ? slots.get(ready.messageId().getAsInt()) : null;
    }

    private Map.@Nullable Entry<Integer, Slot<T>> stalest() {
        Map.Entry<Integer, Slot<T>> stalest = null;
        for (Map.Entry<Integer, Slot<T>> slot : slots.entrySet()) {
            boolean isStaler = stalest == null || slot.getValue().shownAt < stalest.getValue().shownAt;
            stalest = slot.getValue().pending != null && isStaler ? slot : stalest;
        }
        return stalest;
    }
}
