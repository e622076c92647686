package switchboard.claude.standin;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** Time as a test lets it pass: a task runs as soon as time may pass so far, which takes no real time. */
final class VirtualTime implements Scheduler {

    private record Due(long at, long order, Runnable task) {}

    private static final long ALL = Long.MAX_VALUE;

    private final Executor executor;
    private final PriorityQueue<Due> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long limit;
    private long orders;
    private boolean running;

    private VirtualTime(Executor executor, long limit) {
        this.executor = executor;
        this.limit = limit;
    }

    /** Time never has to be waited for. */
    static VirtualTime flying(Executor executor) {
        return new VirtualTime(executor, ALL);
    }

    /** Time stands still until {@link #pass}. */
    static VirtualTime summary(Executor executor) {
        return new VirtualTime(executor, 0);
    }

    @Override
    public synchronized void schedule(Duration delay, Runnable task) {
        tasks.add(new Due(now + delay.toNanos(), orders++, task));
        executor.execute(this::runDue);
    }

    synchronized void pass(Duration time) {
        limit += time.toNanos();
        executor.execute(this::runDue);
    }

    /** From now on time never has to be waited for. */
    synchronized void fly() {
        limit = ALL;
        executor.execute(this::runDue);
    }

    private synchronized void runDue() {
        if (running) {
            return; // a task has scheduled another; the loop below comes to it
        }
        running = true;
        for (var next = tasks.peek(); next != null && next.at() <= limit; next = tasks.peek()) {
            tasks.remove();
            now = Math.max(now, next.at());
            next.task().run();
        }
        if (limit != ALL) {
            now = limit;
        }
        running = false;
    }
}
