package switchboard.it.telegram;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.Happening;
import switchboard.botapi.World;

/** Waits for changes of a world, and of what else is looked at. Thread-safe. */
final class Changes implements World.Listener {
    private final World world;
    private long count;
    private boolean closed;

    Changes(World world) {
        this.world = world;
        world.listen(this);
    }

    @Override
    public void happened(Happening happening) {
        changed();
    }

    synchronized void changed() {
        count++;
        notifyAll();
    }

    /** Ends all waiting. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /**
     * Looks, under the world's lock, at every change until there is a result, the time is over or this is closed.
     *
     * @return the result; null if there was none in time
     */
    <T> @Nullable T await(Duration patience, Supplier<@Nullable T> look) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long seen = count();
            T found = world.locked(look);
            if (found != null || !awaitChange(seen, deadline)) {
                return found;
            }
        }
    }

    private synchronized long count() {
        return count;
    }

    /** Returns whether it is worth another look. */
    private synchronized boolean awaitChange(long seen, long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        boolean late = left <= 0;
        while (seen == count && left > 0 && !closed) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = deadline - System.nanoTime();
        }
        return !late && !closed;
    }
}
