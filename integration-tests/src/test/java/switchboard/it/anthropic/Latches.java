package switchboard.it.anthropic;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Named points where a stream waits for a test, and a test for a stream. */
final class Latches {

    private record Latch(CountDownLatch released, Semaphore arrivals) {
        Latch() {
            this(new CountDownLatch(1), new Semaphore(0));
        }
    }

    private final Map<String, Latch> latches = new ConcurrentHashMap<>();

    /** Called once when a stream reaches the point. */
    void arrive(String name) {
        latch(name).arrivals().release();
    }

    /** Whether the point was released within that time. */
    boolean awaitRelease(String name, Duration timeout) throws InterruptedException {
        return latch(name).released().await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    void release(String name) {
        latch(name).released().countDown();
    }

    /** Takes one arrival, waiting for it up to that time; false if there was none. */
    boolean awaitArrival(String name, Duration timeout) throws InterruptedException {
        return latch(name).arrivals().tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Latch latch(String name) {
        return latches.computeIfAbsent(name, key -> new Latch());
    }
}
