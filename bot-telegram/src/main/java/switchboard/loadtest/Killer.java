package switchboard.loadtest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kills the bot again and again, and starts it each time. */
final class Killer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Killer.class);

    /**
     * @param atMicros since the killer began
     * @param away from the kill to the next poll
     */
    record Kill(long atMicros, Duration away) {}

    private final LoadedBot bot;
    private final long began = System.nanoTime();
    private final List<Kill> kills = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private Killer(LoadedBot bot) {
        this.bot = bot;
    }

    /** @param every from when the bot polls to its next end; zero: never */
    static Killer of(LoadedBot bot, Duration every) {
        var killer = new Killer(bot);
        if (every.isPositive()) {
            killer.clock.scheduleWithFixedDelay(
                    killer::kill, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
        return killer;
    }

    private void kill() {
        var at = System.nanoTime();
        try {
            bot.kill();
            bot.start();
            synchronized (kills) {
                kills.add(new Kill((at - began) / 1_000, Duration.ofNanos(System.nanoTime() - at)));
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalArgumentException failed) {
            LOG.error("The bot did not start again: {}", failed.getMessage());
            throw new IllegalStateException(failed); // ends the kills; what is lost by it is in the report
        }
    }

    List<Kill> kills() {
        synchronized (kills) {
            return List.copyOf(kills);
        }
    }

    /** Ends the kills. A start under way is awaited, so that the bot runs. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(2, TimeUnit.MINUTES);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
