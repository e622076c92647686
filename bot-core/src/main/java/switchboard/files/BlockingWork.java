package switchboard.files;

import java.io.InterruptedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Work of a chat on a thread that may block. It can be given up at any time, which interrupts it. Thread-safe. */
public final class BlockingWork implements Runnable {

    /** What is done. */
    public interface Step {
        void run() throws Exception;
    }

    private final Step step;
    private final Consumer<@Nullable Throwable> done;
    private @Nullable Thread thread;
    private boolean givenUp;

    /** @param done gets the failure, or null, exactly once */
    public BlockingWork(Step step, Consumer<@Nullable Throwable> done) {
        this.step = step;
        this.done = done;
    }

    @Override
    public void run() {
        Throwable failure = null;
        try {
            begin();
            step.run();
        } catch (Throwable broken) {
            failure = broken;
        } finally {
            end();
            done.accept(failure);
        }
    }

    private synchronized void begin() throws InterruptedIOException {
        if (givenUp) {
            throw new InterruptedIOException("given up before it began");
        }
        thread = Thread.currentThread();
    }

    /** From here on no interrupt comes, and one that has come does not reach the thread's next work. */
    private synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    public synchronized void giveUp() {
        givenUp = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    public synchronized boolean isGivenUp() {
        return givenUp;
    }
}
