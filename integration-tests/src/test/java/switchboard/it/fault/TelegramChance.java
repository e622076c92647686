package switchboard.it.fault;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import switchboard.it.telegram.FakeBotApi;
import switchboard.it.telegram.Fault;

/**
 * What goes wrong with calls of the Bot API: with each of them, with the same small probability; a little more often the
 * connection is lost when a turn's live message is sent; and calls that fetch a file have a probability of their own. Thread-safe.
 */
final class TelegramChance implements FakeBotApi.Chance {

    private static final String AT_WORK = "⏳";

    private final double chance;
    private final double fileChance;
    private final SplittableRandom random;
    private final Consumer<String> called;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<Long, Integer> unclear = new TreeMap<>();

    /** @param called is told the method of each call as it arrives */
    TelegramChance(double chance, double fileChance, long seed, Consumer<String> called) {
        this.chance = chance;
        this.fileChance = fileChance;
        this.random = new SplittableRandom(seed);
        this.called = called;
    }

    @Override
    public @Nullable Fault next(String method, long chatId, String text) {
        called.accept(method);
        if (isFetch(method)) {
            return fetching(method);
        }
        return draw(method, chatId, method.equals("sendMessage") && text.contains(AT_WORK));
    }

    private synchronized @Nullable Fault draw(String method, long chatId, boolean isLive) {
        var fault = isLive && random.nextDouble() < chance / 2 ? lost() : any();
        if (fault instanceof Fault.Dropped && method.startsWith("send") && chatId != 0) {
            unclear.merge(chatId, 1, Integer::sum);
        }
        return fault;
    }

    /** Whether a call is one of those that fetch a file. */
    static boolean isFetch(String method) {
        return method.equals("getFile") || method.equals("download");
    }

    private synchronized @Nullable Fault fetching(String method) {
        if (random.nextDouble() >= fileChance) {
            return null;
        }
        return switch (random.nextInt(5)) {
            case 0 -> counted(method + " 429", Fault.tooManyRequests(random.nextInt(1, 3)));
            case 1 -> counted(method + " 500", Fault.internalError());
            case 2 -> counted(method + " 502", Fault.badGateway());
            case 3 -> counted(method + " delayed", Fault.delayed(Duration.ofMillis(random.nextInt(100, 2_000))));
            default -> counted(method + " broken off", Fault.droppedAfter());
        };
    }

    private Fault lost() {
        return counted("live message lost", random.nextBoolean() ? Fault.droppedBefore() : Fault.droppedAfter());
    }

    private @Nullable Fault any() {
        if (random.nextDouble() >= chance) {
            return null;
        }
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> counted("429", Fault.tooManyRequests(random.nextInt(1, 3)));
            case 4, 5, 6, 7 -> counted("502", Fault.badGateway());
            case 8, 9, 10 -> counted("delayed", Fault.delayed(Duration.ofMillis(random.nextInt(100, 1_500))));
            case 11 -> counted("delayed for long", Fault.delayed(Duration.ofMillis(random.nextInt(3_000, 12_000))));
            case 12, 13, 14, 15 -> counted("dropped before", Fault.droppedBefore());
            default -> counted("dropped after", Fault.droppedAfter());
        };
    }

    private Fault counted(String kind, Fault fault) {
        counts.merge(kind, 1, Integer::sum);
        return fault;
    }

    /** How many sends into a chat were dropped, so that the bot cannot know what became of them. */
    synchronized int unclear(long chatId) {
        return unclear.getOrDefault(chatId, 0);
    }

    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }
}
