package switchboard.it.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import switchboard.it.fault.FaultPlan.Event;

/** Counts what happens from the last kill on, and wakes the one who waits for it. Thread-safe. */
final class Moments {

    private final Map<Event, Integer> counts = new EnumMap<>(Event.class);
    private final Semaphore happened = new Semaphore(0);

    void add(Event event, int times) {
        if (times > 0) {
            synchronized (counts) {
                counts.merge(event, times, Integer::sum);
            }
            happened.release();
        }
    }

    int count(Event event) {
        synchronized (counts) {
            return counts.getOrDefault(event, 0);
        }
    }

    void reset() {
        synchronized (counts) {
            counts.clear();
        }
    }

    /** Waits until something happens, but no longer than this. */
    void await(long millis) throws InterruptedException {
        if (happened.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            happened.drainPermits();
        }
    }
}
