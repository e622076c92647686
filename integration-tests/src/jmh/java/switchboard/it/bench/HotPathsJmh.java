package switchboard.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH benchmarks, those whose names match the system property {@code jmh}. */
class HotPathsJmh {

    private static final String DELIVERY = "DeliveryJmh.delivered";
    private static final double MOST_BYTES = 2_048;

    @Test
    void theHotPaths() throws RunnerException {
        var options = new OptionsBuilder()
                .include(System.getProperty("jmh", "Jmh"))
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .build();
        var results = new Runner(options).run();

        var report = new Report("The hot paths", "", "µs", "±", "bytes", "goal");
        for (var result : results) {
            var time = result.getPrimaryResult();
            report.row(
                    name(result),
                    Report.number(time.getScore()),
                    Report.number(time.getScoreError()),
                    Long.toString(Math.round(bytes(result))),
                    name(result).equals(DELIVERY) ? "2,048 bytes" : "");
        }
        report.print();
        assertThat(results)
                .isNotEmpty()
                .filteredOn(result -> name(result).equals(DELIVERY))
                .allSatisfy(result -> assertThat(bytes(result)).isLessThanOrEqualTo(MOST_BYTES));
    }

    private static String name(RunResult result) {
        var run = result.getParams();
        var parameters =
                run.getParamsKeys().stream().map(key -> " " + run.getParam(key)).collect(Collectors.joining());
        return run.getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1") + parameters;
    }

    private static double bytes(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                .getScore();
    }
}
