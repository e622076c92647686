package switchboard.it.fault;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.it.anthropic.Fault;

/** What goes wrong with calls of the Messages API: with each of them, with the same small probability. Thread-safe. */
final class ClaudeChance implements Supplier<@Nullable Fault> {

    private final double chance;
    private final SplittableRandom random;
    private final Runnable called;
    private final Map<String, Integer> counts = new TreeMap<>();

    /** @param called is told of each call as it arrives */
    ClaudeChance(double chance, long seed, Runnable called) {
        this.chance = chance;
        this.random = new SplittableRandom(seed);
        this.called = called;
    }

    @Override
    public @Nullable Fault get() {
        called.run();
        return draw();
    }

    private synchronized @Nullable Fault draw() {
        if (random.nextDouble() >= chance) {
            return null;
        }
        return switch (random.nextInt(6)) {
            case 0 -> counted("429", Fault.rateLimited(Duration.ofSeconds(1)));
            case 1 -> counted("500", Fault.internalError());
            case 2 -> counted("529", Fault.overloaded());
            case 3 -> counted("delayed", new Fault.Delay(Duration.ofMillis(random.nextInt(100, 1_500))));
            case 4 -> counted("dropped", new Fault.Drop(random.nextInt(4)));
            default -> counted("error in mid-stream", new Fault.StreamError("overloaded_error", "Overloaded", 1));
        };
    }

    private Fault counted(String kind, Fault fault) {
        counts.merge(kind, 1, Integer::sum);
        return fault;
    }

    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }
}
