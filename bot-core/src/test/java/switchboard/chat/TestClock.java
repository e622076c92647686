package switchboard.chat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;
import switchboard.ManualClock;

/** A clock that stands until a test moves it, and fails once where a test needs an actor to crash. */
public final class TestClock extends ManualClock {

    private final AtomicBoolean failing = new AtomicBoolean();

    public TestClock() {
        super(Instant.parse("2026-11-22T10:00:00Z"));
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
        return super.instant();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
