package switchboard.standin;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The pauses of scenes as a test lets them pass: none at all, until it says stop. */
final class Tempo implements UnaryOperator<Duration> {

    private static final int ALL = Integer.MAX_VALUE;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final AtomicInteger left = new AtomicInteger(ALL);

    /** So many pauses more take no time; the next one does not end. */
    void stopAfter(int pauses) {
        left.set(pauses);
    }

    /** No pause takes any time, from the next one on. */
    void fly() {
        left.set(ALL);
    }

    @Override
    public Duration apply(Duration pause) {
        var before = left.getAndUpdate(now -> now == ALL || now == 0 ? now : now - 1);
        return before > 0 ? Duration.ZERO : FOR_EVER;
    }
}
