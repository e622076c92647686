package switchboard.telegram.api;

import java.time.Duration;

/**
 * The pause before the next try: {@code first} at first, twice as long after each further failure, but at most {@code longest}.
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    /** 1, 2, 4, 8 and 16 minutes. */
    public static final Backoff MINUTES = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(16));

    /** @param failures how many tries have failed before the last one */
    public Duration after(int failures) {
        return bounded(first.multipliedBy(1L << Math.clamp(failures, 0, MOST_DOUBLINGS)));
    }

    /** This pause, but no longer than the longest. */
    public Duration bounded(Duration pause) {
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
