package switchboard.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Day;
import switchboard.model.DayLimit;
import switchboard.model.Usage;

/**
 * What all chats together have cost today, against the engine's limit. Asked before a prompt begins, so it is shared by all chats and
 * thread-safe instead of being asked by message. Nothing is stored for it: after a restart it follows from what each chat has stored of
 * itself. Without a limit it keeps nothing.
 */
public final class Spending {

    /**
     * Of one chat.
     *
     * @param removed price of conversations that were removed under the same id on {@code day}
     */
    private record Spent(Usage usage, @Nullable LocalDate day, double removed) {

        static Spent of(ChatState state) {
            return new Spent(state.usage(), null, 0);
        }

        double usdOfDay(Instant now) {
            return usage.usdOfDay(now) + (Day.of(now).equals(day) ? removed : 0);
        }

        /** Turns only add up, unless the conversation is another. */
        Spent next(ChatState state) {
            var next = state.usage();
            if (next.turns() >= usage.turns()) {
                return new Spent(next, day, removed);
            }
            var isSameDay = usage.day() != null && usage.day().equals(day);
            return new Spent(next, usage.day(), usage.dayUsd() + (isSameDay ? removed : 0));
        }
    }

    private final @Nullable DayLimit limit;
    private final ConcurrentHashMap<ChatId, Spent> chats = new ConcurrentHashMap<>();

    /** The day on which people were warned last; null for never. */
    private final AtomicReference<@Nullable LocalDate> warned = new AtomicReference<>();

    private Spending(@Nullable DayLimit limit) {
        this.limit = limit;
    }

    public static Spending of(Optional<DayLimit> limit) {
        return new Spending(limit.orElse(null));
    }

    /** For an engine whose chats may cost what they like. */
    public static Spending unlimited() {
        return new Spending(null);
    }

    /** What all chats may cost in a day. */
    public Optional<DayLimit> limit() {
        return Optional.ofNullable(limit);
    }

    /** From a chat, whenever its usage has changed. One that moves to another id is counted there. */
    public void note(ChatState state) {
        if (limit == null) {
            return;
        }
        if (state.movingTo() != null) {
            chats.remove(state.id());
            return;
        }
        chats.compute(state.id(), (id, before) -> next(before, state));
    }

    /** A stored chat, as it was before the engine started. If the chat has told of itself meanwhile, that counts. */
    public void listed(ChatState state) {
        if (limit != null && state.movingTo() == null) {
            chats.putIfAbsent(state.id(), Spent.of(state));
        }
    }

    /** All stored chats are listed. People were warned of what is spent already. */
    public void allListed(Instant now) {
        isToBeWarned(now);
    }

    /** Whether most of the limit is spent, and that is asked for the first time today. */
    public boolean isToBeWarned(Instant now) {
        var today = Day.of(now);
        return limit != null
                && limit.isNear(sum(chats.values().stream(), now))
                && !today.equals(warned.getAndSet(today));
    }

    /**
     * Whether all is spent, and no owner has said that the chats may continue.
     *
     * @param asking the chat that asks, as it is now
     */
    public boolean isReached(ChatState asking, Instant now) {
        return limit != null && limit.isReached(today(asking, now)) && !goesOn(asking, now);
    }

    /** Whether the chats may continue beyond the limit until tomorrow. */
    public boolean goesOn(ChatState asking, Instant now) {
        return with(asking).anyMatch(chat -> chat.usage.letsAllGoOn(now));
    }

    /** What all chats have cost today. */
    public double today(ChatState asking, Instant now) {
        return sum(with(asking), now);
    }

    private static double sum(Stream<Spent> spent, Instant now) {
        return spent.mapToDouble(chat -> chat.usdOfDay(now)).sum();
    }

    private Stream<Spent> with(ChatState asking) {
        var others = chats.entrySet().stream()
                .filter(chat -> !chat.getKey().equals(asking.id()))
                .map(Map.Entry::getValue);
        return Stream.concat(others, Stream.of(next(chats.get(asking.id()), asking)));
    }

    private static Spent next(@Nullable Spent before, ChatState state) {
        return before == null ? Spent.of(state) : before.next(state);
    }
}
