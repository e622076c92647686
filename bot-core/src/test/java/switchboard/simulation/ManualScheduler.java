package switchboard.simulation;

import com.typesafe.config.Config;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** The scheduler of a {@link Simulation}: its time stands until it is advanced. */
public final class ManualScheduler extends AbstractScheduler {

    private static final class Task implements Cancellable {

        final long at;
        final long number;
        final Runnable work;
        final ExecutionContext executor;
        private volatile boolean cancelled;

        Task(long at, long number, Runnable work, ExecutionContext executor) {
            this.at = at;
            this.number = number;
            this.work = work;
            this.executor = executor;
        }

        @Override
        public boolean cancel() {
            var was = cancelled;
            cancelled = true;
            return !was;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong((Task task) -> task.at).thenComparingLong(task -> task.number));
    private long now;
    private long numbers;

    /** As the actor system calls it. */
    public ManualScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

    synchronized long now() {
        return now;
    }

    /** Goes on to the next task and hands it to its executor, or, if none is due until then, to that time. */
    synchronized boolean advanceTo(long until) {
        while (!tasks.isEmpty() && tasks.peek().at <= until) {
            var next = tasks.remove();
            if (!next.isCancelled()) {
                now = Math.max(now, next.at);
                next.executor.execute(next.work);
                return true;
            }
        }
        now = until;
        return false;
    }

    @Override
    public synchronized Cancellable scheduleOnce(FiniteDuration delay, Runnable work, ExecutionContext executor) {
        var task = new Task(now + delay.toNanos(), numbers++, work, executor);
        tasks.add(task);
        return task;
    }

    @Override
    @Deprecated
    public Cancellable schedule(
            FiniteDuration delay, FiniteDuration interval, Runnable work, ExecutionContext executor) {
        throw new UnsupportedOperationException("schedule with a fixed delay");
    }

    @Override
    public double maxFrequency() {
        return 1000;
    }
}
