package switchboard.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The usage of a chat.
 *
 * @param turns ended turns, of all its sessions
 * @param usd price of all its sessions
 * @param outputTokens tokens written, over all its sessions
 * @param sessionUsd price of the turns since the chat entered its present session
 * @param contextTokens tokens in the present session's context
 * @param contextWindow tokens that context holds
 * @param day the last day on which a turn ended, null while none has
 * @param dayUsd price of what ended on that day
 * @param budget what it may cost in a day; null for no limit
 */
public record Usage(
        long turns,
        double usd,
        long outputTokens,
        double sessionUsd,
        long contextTokens,
        long contextWindow,
        @Nullable LocalDate day,
        double dayUsd,
        @Nullable Budget budget)
        implements ChatPart {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, null, 0, null);

    /** With a turn more, which ended at {@code now}. */
    public Usage plus(Cost cost, Instant now) {
        return new Usage(
                turns + 1,
                usd + cost.usd(),
                outputTokens + cost.outputTokens(),
                sessionUsd + cost.usd(),
                cost.contextTokens() > 0 ? cost.contextTokens() : contextTokens,
                cost.contextWindow() > 0 ? cost.contextWindow() : contextWindow,
                Day.of(now),
                usdOfDay(now) + cost.usd(),
                budget);
    }

    /** With a turn more that ended in another session than the present one. */
    public Usage plusElsewhere(Cost cost, Instant now) {
        var all = plus(cost, now);
        return new Usage(
                all.turns,
                all.usd,
                all.outputTokens,
                sessionUsd,
                contextTokens,
                contextWindow,
                all.day,
                all.dayUsd,
                budget);
    }

    public Usage inNewSession() {
        return new Usage(turns, usd, outputTokens, 0, 0, 0, day, dayUsd, budget);
    }

    /** With that of a conversation which becomes a part of this one. The budget stays this one's. */
    Usage with(Usage other) {
        var isEarlier = day == null || (other.day != null && day.isBefore(other.day));
        return new Usage(
                turns + other.turns,
                usd + other.usd,
                outputTokens + other.outputTokens,
                sessionUsd,
                contextTokens,
                contextWindow,
                isEarlier ? other.day : day,
                (isEarlier ? 0 : dayUsd) + (isEarlier || Objects.equals(day, other.day) ? other.dayUsd : 0),
                other.budget == null
                        ? budget
                        : orNone().alsoForAll(other.budget).orNull());
    }

    /** Price of what has ended on the day of {@code now}, as this machine's calendar has it. */
    public double usdOfDay(Instant now) {
        return Day.of(now).equals(day) ? dayUsd : 0;
    }

    // What it may be

    /** What the chat may cost in a day. */
    public Optional<DayLimit> limit() {
        return Optional.ofNullable(budget).map(Budget::limit);
    }

    /** Whether the chat has cost all that it may cost on the day of {@code now}, and nobody has said that it may continue. */
    public boolean isSpent(Instant now) {
        return limit().filter(limit -> limit.isReached(usdOfDay(now))).isPresent() && !goesOn(now);
    }

    /** Whether the chat may continue beyond its limit until tomorrow. */
    public boolean goesOn(Instant now) {
        return budget != null && Day.of(now).equals(budget.goesOn());
    }

    /** Whether it was said in this chat that all chats may continue beyond the engine's limit until tomorrow. */
    public boolean letsAllGoOn(Instant now) {
        return budget != null && Day.of(now).equals(budget.allGoOn());
    }

    /** @param limit null for none */
    public Usage limited(@Nullable DayLimit limit) {
        return budgeted(orNone().limited(limit));
    }

    public Usage goingOn(LocalDate on) {
        return budgeted(orNone().goingOn(on));
    }

    public Usage allGoingOn(LocalDate on) {
        return budgeted(orNone().allGoingOn(on));
    }

    private Budget orNone() {
        return budget == null ? Budget.NONE : budget;
    }

    private Usage budgeted(Budget next) {
        return new Usage(
                turns, usd, outputTokens, sessionUsd, contextTokens, contextWindow, day, dayUsd, next.orNull());
    }
}
