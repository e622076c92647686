package switchboard.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is said, and when.
 *
 * @param chats at least 1
 * @param messages in each chat, at least 1
 * @param rate messages a second over all chats, above 0; has no effect on {@link Pattern#BURST}
 * @param modelDelay how long the model thinks before it answers
 * @param patience without any sign of life for so long, what has no answer is lost
 * @param seed of all that is random
 */
public record LoadPlan(
        int chats, int messages, Pattern pattern, double rate, Duration modelDelay, Duration patience, long seed) {

    /** When messages are sent. */
    public enum Pattern {
        /** At random times, independent of the answers and of each other. */
        OPEN,
        /** At equal distances, independent of the answers. */
        SPREAD,
        /** Everybody at once, and everybody again once all are answered. */
        BURST
    }

    /** @param after since the wave began */
    record Arrival(Duration after, Mark mark) {}

    public LoadPlan {
        if (chats < 1 || messages < 1 || !(rate > 0)) {
            throw new IllegalArgumentException("chats, messages and rate must be above 0");
        }
    }

    /** Fifty chats with three messages each in half a minute; a model that thinks for half a second. */
    public static LoadPlan usual() {
        return new LoadPlan(50, 3, Pattern.OPEN, 5, Duration.ofMillis(500), Duration.ofSeconds(60), 1);
    }

    public LoadPlan withChats(int other) {
        return new LoadPlan(other, messages, pattern, rate, modelDelay, patience, seed);
    }

    public LoadPlan withMessages(int other) {
        return new LoadPlan(chats, other, pattern, rate, modelDelay, patience, seed);
    }

    public LoadPlan withPattern(Pattern other) {
        return new LoadPlan(chats, messages, other, rate, modelDelay, patience, seed);
    }

    public LoadPlan withRate(double other) {
        return new LoadPlan(chats, messages, pattern, other, modelDelay, patience, seed);
    }

    public LoadPlan withModelDelay(Duration other) {
        return new LoadPlan(chats, messages, pattern, rate, other, patience, seed);
    }

    public LoadPlan withPatience(Duration other) {
        return new LoadPlan(chats, messages, pattern, rate, modelDelay, other, seed);
    }

    public LoadPlan withSeed(long other) {
        return new LoadPlan(chats, messages, pattern, rate, modelDelay, patience, other);
    }

    public int all() {
        return Math.multiplyExact(chats, messages);
    }

    /** The messages in the order in which they are sent. A wave begins once all of the former are answered. */
    List<List<Arrival>> waves() {
        var waves = new ArrayList<List<Arrival>>();
        var random = new SplittableRandom(seed);
        var at = 0.0;
        var wave = new ArrayList<Arrival>();
        for (var number = 1; number <= messages; number++) {
            for (var chat = 1; chat <= chats; chat++) {
                wave.add(new Arrival(Duration.ofNanos((long) (at * 1e9)), Mark.of(seed, chat, number)));
                at += switch (pattern) {
                    case OPEN -> -Math.log(1 - random.nextDouble()) / rate;
                    case SPREAD -> 1 / rate;
                    case BURST -> 0;
                };
            }
            if (pattern == Pattern.BURST) {
                waves.add(wave);
                wave = new ArrayList<>();
            }
        }
        if (!wave.isEmpty()) {
            waves.add(wave);
        }
        return waves;
    }
}
