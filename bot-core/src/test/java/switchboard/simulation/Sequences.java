package switchboard.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sequences of steps made from a seed and run against a model. One that fails is cut down to a part of it that still fails,
 * and reported with the seed as the list of its steps; {@code -Dswitchboard.seed=N} runs that one first and others after it.
 */
public final class Sequences {

    /** So that a build finds what the last one found; other seeds find more. */
    private static final long SEED = 20_260_101;

    private static final int MOST_TRIES = 3000;

    /**
     * A step and what is run after it.
     *
     * @param order the seed of the interleaving
     * @param messages how many messages are run before the next step; {@link #ALL} for all there are
     */
    public record Step<S>(S what, long order, int messages) {

        public static final int ALL = Integer.MAX_VALUE;

        @Override
        public String toString() {
            return what + (messages == ALL ? "" : "  // then " + messages + " messages, order " + order);
        }
    }

    /** What the steps of one sequence act on, and its model. */
    public interface World<S> {

        void take(S step);

        /**
         * Throws where the model does not hold.
         *
         * @param settled whether no message is on its way
         */
        void check(boolean settled);

        /** Lets all that is under way end, and throws where the model does not hold. */
        void finish();
    }

    private Sequences() {}

    /**
     * Runs sequences until one fails.
     *
     * @param name for the log
     * @param sequences how many
     * @param longest steps of a sequence, at most
     * @param any makes a step that stands for itself: it must bear that others before it are left out
     * @param world makes a new one for each sequence
     */
    public static <S> void check(
            String name,
            Simulation simulation,
            int sequences,
            int longest,
            Function<Random, S> any,
            Supplier<World<S>> world) {
        Consumer<List<Step<S>>> run = steps -> run(simulation, steps, world.get());
        var first = Long.getLong("switchboard.seed", SEED);
        System.out.println(name + ": " + sequences + " sequences from seed " + first);
        for (var seed = first; seed < first + sequences; seed++) {
            var steps = steps(new Random(seed), longest, any);
            var failure = failure(steps, run);
            if (failure != null) {
                throw shrunk(seed, steps, failure, run);
            }
        }
    }

    private static <S> void run(Simulation simulation, List<Step<S>> steps, World<S> world) {
        for (var step : steps) {
            simulation.reseed(step.order());
            world.take(step.what());
            simulation.run(step.messages());
            world.check(step.messages() == Step.ALL);
        }
        world.finish();
    }

    private static <S> List<Step<S>> steps(Random random, int longest, Function<Random, S> any) {
        var steps = new ArrayList<Step<S>>();
        for (var left = 1 + random.nextInt(longest); left > 0; left--) {
            var messages = random.nextInt(3) == 0 ? Step.ALL : random.nextInt(8);
            steps.add(new Step<>(any.apply(random), random.nextInt(1000), messages));
        }
        return steps;
    }

    private static <S> @Nullable Throwable failure(List<Step<S>> steps, Consumer<List<Step<S>>> run) {
        try {
            run.accept(steps);
            return null;
        } catch (AssertionError | RuntimeException failure) {
            return failure;
        }
    }

    private static <S> AssertionError shrunk(
            long seed, List<Step<S>> steps, Throwable failure, Consumer<List<Step<S>>> run) {
        var shrinking = new Shrinking<>(steps, failure, run);
        shrinking.shrink();
        var list = shrinking.steps.stream().map(Step::toString).collect(Collectors.joining("\n  "));
        return new AssertionError(
                "-Dswitchboard.seed=" + seed + ", " + steps.size() + " steps, of which these are enough:\n  " + list
                        + "\n" + shrinking.failure.getMessage(),
                shrinking.failure);
    }

    private static final class Shrinking<S> {

        private final Consumer<List<Step<S>>> run;
        private List<Step<S>> steps;
        private Throwable failure;
        private int tries = MOST_TRIES;

        Shrinking(List<Step<S>> steps, Throwable failure, Consumer<List<Step<S>>> run) {
            this.steps = steps;
            this.failure = failure;
            this.run = run;
        }

        /** Leaves out what it can, ever less at a time; then makes the interleavings plain where it can. */
        void shrink() {
            for (var size = steps.size() / 2; size > 0; size /= 2) {
                var changed = true;
                while (changed) {
                    changed = leaveOut(size);
                    changed &= size == 1;
                }
            }
            for (var at = 0; at < steps.size(); at++) {
                var plain = new ArrayList<>(steps);
                plain.set(at, new Step<>(steps.get(at).what(), 0, Step.ALL));
                take(plain);
            }
        }

        private boolean leaveOut(int size) {
            var changed = false;
            for (var from = Math.max(0, steps.size() - size); from >= 0; from -= size) {
                var fewer = new ArrayList<>(steps);
                fewer.subList(from, Math.min(steps.size(), from + size)).clear();
                changed |= take(fewer);
            }
            return changed;
        }

        private boolean take(List<Step<S>> candidate) {
            var found = tries-- > 0 ? failure(candidate, run) : null;
            if (found != null) {
                steps = candidate;
                failure = found;
            }
            return found != null;
        }
    }
}
