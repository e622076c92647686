package switchboard.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What may be spent in a day.
 *
 * @param usd US dollars, above 0
 */
public record DayLimit(double usd) {

    private static final Pattern AMOUNT =
            Pattern.compile("\\$?\\s*(\\d{1,6}(?:[.,]\\d{1,2})?)\\s*(?:\\$|usd|dollars?)?", Pattern.CASE_INSENSITIVE);

    private static final double NEAR = 0.8;

    public DayLimit {
        if (!(usd > 0)) {
            throw new IllegalArgumentException("a limit is above 0, not " + usd);
        }
    }

    /** Reads {@code 5}, {@code $7.50} or {@code 7,50 USD}; empty if it is no amount above 0. */
    public static Optional<DayLimit> parse(String text) {
        var amount = AMOUNT.matcher(text.strip());
        return Optional.of(amount)
                .filter(found -> found.matches())
                .map(found -> Double.parseDouble(found.group(1).replace(',', '.')))
                .filter(usd -> usd > 0)
                .map(DayLimit::new);
    }

    /** Whether nothing more may be spent. */
    public boolean isReached(double spent) {
        return millionths(spent) >= millionths(usd);
    }

    /** Whether most of it is spent. */
    public boolean isNear(double spent) {
        return millionths(spent) >= millionths(usd * NEAR);
    }

    /** How much of it is spent, in per cent; not 100 before it is reached. */
    public long percent(double spent) {
        return (long) Math.floor(100.0 * millionths(spent) / millionths(usd));
    }

    /** Sums of prices are not exact. */
    private static long millionths(double dollars) {
        return Math.round(dollars * 1e6);
    }
}
