package switchboard.chat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.ManualClock;

/** A clock that stands until a test moves it, and fails once where a test needs an actor to crash. */
public final class TestClock extends ManualClock {

    /** Who crashes at the next look, {@code Object} for whoever looks. */
    private final AtomicReference<@Nullable Class<?>> failing = new AtomicReference<>();

    public TestClock() {
        super(Instant.parse("2026-11-22T10:00:00Z"));
    }

    /** The next look at the clock throws. */
    public void failOnce() {
        failing.set(Object.class);
    }

    /** The next look that this actor takes at the clock throws. */
    public void failOnceFor(Class<?> actor) {
        failing.set(actor);
    }

    /** Whether a look at it is still to throw. */
    public boolean fails() {
        return failing.get() != null;
    }

    @Override
    public Instant instant() {
        var actor = failing.get();
        if (actor != null && (actor == Object.class || looks(actor)) && failing.compareAndSet(actor, null)) {
            throw new IllegalStateException("the clock fails, as the test wants it");
        }
        return super.instant();
    }

    private static boolean looks(Class<?> actor) {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == actor));
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
