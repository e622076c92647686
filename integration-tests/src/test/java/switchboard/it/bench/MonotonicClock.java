package switchboard.it.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of day that goes with {@link System#nanoTime}, so that what the fakes date can be told from what is timed here. */
final class MonotonicClock extends Clock {

    private final Instant start = Instant.now();
    private final long origin = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - origin);
    }

    /** What {@link System#nanoTime} was at an instant of this clock. */
    long nanoTime(Instant at) {
        return origin + Duration.between(start, at).toNanos();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only UTC");
    }
}
