package switchboard.app;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the bot when a part of it has died that nobody watches: a thread by an uncaught exception, an actor by a fatal error, or
 * the guardian. The bot stops in order, within a time limit, and ends with {@link #EXIT_CODE}.
 *
 * <p>Out of memory is different: the launcher's {@code -XX:+ExitOnOutOfMemoryError} ends the JVM at once with exit code 3.
 * {@code ./switchboard --keep-running} starts the bot again in both cases.
 */
final class FatalErrors implements Thread.UncaughtExceptionHandler {

    /** {@code EX_SOFTWARE} of {@code sysexits.h}: an internal error. The launcher uses the same number. */
    static final int EXIT_CODE = 70;

    private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);

    private final Supplier<Future<?>> stop;
    private final Supplier<Duration> within;
    private final IntConsumer halt;
    private final AtomicBoolean isEnding = new AtomicBoolean();

    /**
     * @param stop stops the bot, if it runs
     * @param within how long the stop may take
     * @param halt ends the JVM at once with an exit code
     */
    FatalErrors(Supplier<Future<?>> stop, Supplier<Duration> within, IntConsumer halt) {
        this.stop = stop;
        this.within = within;
        this.halt = halt;
    }

    /** Ends the bot on the dying thread itself, unless that is a daemon, because it may be impossible to start another. */
    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        LOG.error("The thread {} has died of an error inside the bot", thread.getName(), failure);
        if (Thread.currentThread().isDaemon()) {
            endOnItsOwnThread();
        } else {
            end();
        }
    }

    /** The actor system has begun to stop although nobody asked it to. It has logged why. */
    void systemBroke() {
        endOnItsOwnThread();
    }

    /** Not a daemon: once the actor system has ended, daemons would not keep the JVM from ending with exit code 0. */
    private void endOnItsOwnThread() {
        Thread.ofPlatform().daemon(false).name("fatal-error").start(this::end);
    }

    private void end() {
        if (isEnding.getAndSet(true)) {
            return;
        }
        var limit = within.get();
        try {
            LOG.error("The bot stops because of it, and ends with exit code {}", EXIT_CODE);
            stop.get().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.error("The bot did not stop within {} s and is ended at once", limit.toSeconds());
        } catch (ExecutionException failed) {
            LOG.error("The bot could not be stopped in order", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            halt.accept(EXIT_CODE);
        }
    }
}
