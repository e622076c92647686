package switchboard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import switchboard.it.anthropic.ClaudeCli;

/** Runs of one seed, some side by side: prints a line for each and their sum, and keeps the files of those that failed. */
final class FaultRuns {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private FaultRuns() {}

    /**
     * Runs them and fails if one has failed.
     *
     * @param from the first run's number
     * @param sideBySide how many at once
     */
    static void run(long seed, int from, int count, int sideBySide) throws Exception {
        ClaudeCli.assumeInstalled();
        System.out.printf("faults.seed=%d faults.from=%d faults.runs=%d%n", seed, from, count);
        var results = new ArrayList<FaultRun.Result>();
        var tasks = new ArrayList<Callable<FaultRun.Result>>();
        for (var number = from; number < from + count; number++) {
            var plan = FaultPlan.of(seed, number);
            tasks.add(() -> run(plan));
        }
        try (var threads = Executors.newFixedThreadPool(sideBySide)) {
            for (var done : threads.invokeAll(tasks)) {
                results.add(done.get());
            }
        } catch (ExecutionException failed) {
            throw new AssertionError("a run could not be carried out", failed.getCause());
        }
        sum(seed, from, results);
        assertThat(results.stream()
                        .filter(result -> !result.complaints().isEmpty())
                        .map(result -> result.line() + "\n  " + String.join("\n  ", result.complaints()) + "\n  see "
                                + place(result.plan()) + ", again: mvn -B verify -Pfaults -Dfaults.seed=" + seed
                                + " -Dfaults.from=" + result.plan().run() + " -Dfaults.runs=1"))
                .as("runs that lost, doubled or mixed up something")
                .isEmpty();
    }

    private static FaultRun.Result run(FaultPlan plan) throws Exception {
        var place = place(plan);
        delete(place);
        try (var run = new FaultRun(plan, place)) {
            var result = run.run();
            System.out.println(result.line());
            if (result.complaints().isEmpty()) {
                delete(place);
            } else {
                result.complaints().forEach(complaint -> System.out.println("  " + complaint));
                Files.writeString(place.resolve("scene.txt"), run.scene(result));
            }
            return result;
        }
    }

    private static void sum(long seed, int from, List<FaultRun.Result> results) throws IOException {
        var tally = new Tally().add("runs", results.size());
        tally.add(
                "runs that failed",
                results.stream()
                        .filter(result -> !result.complaints().isEmpty())
                        .count());
        results.forEach(result -> tally.add(result.tally()));
        System.out.printf("%n%s%n", tally.table());
        Files.writeString(
                TARGET.resolve("faults.txt"),
                "# seed " + seed + ", runs " + from + " to " + (from + results.size() - 1) + System.lineSeparator()
                        + tally.table(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static Path place(FaultPlan plan) {
        return TARGET.resolve("faults").resolve(plan.seed() + "-" + plan.run());
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(FaultRuns::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
