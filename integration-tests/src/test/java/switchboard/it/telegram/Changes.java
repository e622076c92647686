package switchboard.it.telegram;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.BotApiEvent;
import switchboard.botapi.BotApiState;

/** Waits for changes of the state, and of the calls. Thread-safe. */
final class Changes implements BotApiState.Listener {
    private final BotApiState state;
    private long count;
    private boolean closed;

    Changes(BotApiState state) {
        this.state = state;
        state.listen(this);
    }

    @Override
    public void onEvent(BotApiEvent event) {
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
     * Looks, under the state's lock, at every change until there is a result, the time is over or this is closed.
     *
     * @return the result; null if there was none in time
     */
    <T> @Nullable T await(Duration patience, Supplier<@Nullable T> look) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long seen = count();
            T found = state.locked(look);
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
