package switchboard.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;

/** A clock that stands until a test moves it, and fails once where a test needs an actor to crash. */
public final class TestClock extends Clock {

    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** The next look at the clock throws. */
    public void failOnce() {
        failing.set(true);
    }

    /** Whether the next look at it throws. */
    public boolean fails() {
        return failing.get();
    }

    @Override
    public Instant instant() {
        if (failing.getAndSet(false)) {
            throw new IllegalStateException("the clock fails, as the test wants it");
        }
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
