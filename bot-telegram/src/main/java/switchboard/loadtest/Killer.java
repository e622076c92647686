package switchboard.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Kills the bot again and again, and starts it each time. */
final class Killer implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);

    /**
     * @param atMicros since the killer began
     * @param away from the kill to the next poll
     */
    record Kill(long atMicros, Duration away) {}

    private final LoadedBot bot;
    private final long began = System.nanoTime();
    private final List<Kill> kills = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private @Nullable Future<?> killing;

    private Killer(LoadedBot bot) {
        this.bot = bot;
    }

    /** @param every from when the bot polls to its next end; zero: never */
    static Killer of(LoadedBot bot, Duration every) {
        var killer = new Killer(bot);
        if (every.isPositive()) {
            killer.killing = killer.clock.scheduleWithFixedDelay(
                    killer::kill, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
        return killer;
    }

    private void kill() {
        var at = System.nanoTime();
        try {
            bot.kill();
            bot.start();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        synchronized (kills) {
            kills.add(new Kill((at - began) / 1_000, Duration.ofNanos(System.nanoTime() - at)));
        }
    }

    List<Kill> kills() {
        synchronized (kills) {
            return List.copyOf(kills);
        }
    }

    /**
     * Ends the kills. A start under way is awaited, so that the bot runs.
     *
     * @throws IllegalArgumentException with one sentence for a person, if the bot did not start again
     */
    void end() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("a start hangs");
        }
        if (killing != null && killing.state() == Future.State.FAILED) {
            throw new IllegalArgumentException(killing.exceptionNow().getMessage(), killing.exceptionNow());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
