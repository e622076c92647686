package switchboard.it.anthropic;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A queue of faults yet to happen. Thread-safe. */
final class Faults {

    private final Deque<Fault> queue = new ArrayDeque<>();

    synchronized void add(int times, Fault fault) {
        queue.addAll(Collections.nCopies(times, fault));
    }

    synchronized @Nullable Fault next() {
        return queue.poll();
    }
}
