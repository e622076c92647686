package switchboard.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
 */
public record Usage(
        long turns,
        double usd,
        long outputTokens,
        double sessionUsd,
        long contextTokens,
        long contextWindow,
        @Nullable LocalDate day,
        double dayUsd) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, null, 0);

    /** With a turn more, which ended at {@code now}. */
    public Usage plus(Cost cost, Instant now) {
        return new Usage(
                turns + 1,
                usd + cost.usd(),
                outputTokens + cost.outputTokens(),
                sessionUsd + cost.usd(),
                cost.contextTokens() > 0 ? cost.contextTokens() : contextTokens,
                cost.contextWindow() > 0 ? cost.contextWindow() : contextWindow,
                day(now),
                usdOfDay(now) + cost.usd());
    }

    /** With a turn more that ended in another session than the present one. */
    public Usage plusElsewhere(Cost cost, Instant now) {
        var all = plus(cost, now);
        return new Usage(
                all.turns, all.usd, all.outputTokens, sessionUsd, contextTokens, contextWindow, all.day, all.dayUsd);
    }

    public Usage inNewSession() {
        return new Usage(turns, usd, outputTokens, 0, 0, 0, day, dayUsd);
    }

    /** Price of what has ended on the day of {@code now}, as this machine's calendar has it. */
    public double usdOfDay(Instant now) {
        return day(now).equals(day) ? dayUsd : 0;
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneId.systemDefault());
    }
}
