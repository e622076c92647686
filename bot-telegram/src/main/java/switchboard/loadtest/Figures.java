package switchboard.loadtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import switchboard.load.LoadResult;
import switchboard.load.LoadResult.Phase;
import switchboard.loadtest.LoadReport.Bar;
import switchboard.loadtest.LoadReport.Second;

/** Reckons the figures of a load test. Pure. */
record Figures(LoadResult result, Usage usage) {

    /** What a run has used. */
    record Usage(
            long calls, int floodWaits, List<Resources.Sample> samples, List<Killer.Kill> kills, double startMillis) {}

    private static final double MICROS = 1_000.0;
    private static final double SECOND = 1_000_000.0;
    private static final double MEGA = 1 << 20;
    /** How many of the messages took at most so long. */
    static final List<String> RANKS = List.of("p50", "p95", "p99", "max");
    /** The figures that are no times. */
    static final List<String> OTHERS = List.of(
            "answered",
            "refused",
            "lost",
            "doubled",
            "repeated",
            "misplaced",
            "disordered",
            "forgetful",
            "rate",
            "calls",
            "429s",
            "cpu",
            "memory",
            "processes",
            "start",
            "kills",
            "away");

    /** {@code acknowledged}, {@code queued}, {@code first} or {@code final}. */
    static String name(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace("_text", "");
    }

    static boolean isMetric(String name) {
        return names().anyMatch(name::equals);
    }

    static String metricNames() {
        return names().collect(Collectors.joining(", "));
    }

    private static Stream<String> names() {
        var times = Stream.of(Phase.values()).flatMap(phase -> RANKS.stream().map(rank -> rank + "." + name(phase)));
        return Stream.concat(times, OTHERS.stream());
    }

    List<Metric> metrics() {
        var metrics = new ArrayList<Metric>();
        for (var phase : Phase.values()) {
            var times = result.latency(phase);
            if (times.getTotalCount() > 0) {
                for (var rank : RANKS) {
                    metrics.add(new Metric(rank + "." + name(phase), millis(times, rank), Metric.Unit.MILLISECONDS));
                }
            }
        }
        var faults = result.faults();
        var answered = Math.max(1, result.answered());
        count(metrics, "answered", (double) result.answered());
        count(metrics, "refused", (double) result.refused());
        count(metrics, "lost", (double) result.lost());
        count(metrics, "doubled", faults.doubled());
        count(metrics, "repeated", faults.repeated());
        count(metrics, "misplaced", faults.misplaced());
        count(metrics, "disordered", faults.disordered());
        count(metrics, "forgetful", faults.forgetful());
        count(
                metrics,
                "rate",
                result.answered() / Math.max(0.001, result.lasted().toNanos() / 1e9));
        count(metrics, "calls", (double) usage.calls() / answered);
        count(metrics, "429s", usage.floodWaits());
        var samples = usage.samples();
        if (!samples.isEmpty()) {
            var cpu = samples.getLast().cpu().minus(samples.getFirst().cpu());
            metrics.add(new Metric("cpu", cpu.toNanos() / 1e6 / answered, Metric.Unit.MILLISECONDS));
            metrics.add(new Metric(
                    "memory",
                    samples.stream().mapToLong(Resources.Sample::bytes).max().orElse(0) / MEGA,
                    Metric.Unit.MEGABYTES));
            count(
                    metrics,
                    "processes",
                    samples.stream().mapToInt(Resources.Sample::processes).max().orElse(0));
        }
        metrics.add(new Metric("start", usage.startMillis(), Metric.Unit.MILLISECONDS));
        count(metrics, "kills", usage.kills().size());
        if (!usage.kills().isEmpty()) {
            var away = usage.kills().stream()
                    .mapToLong(kill -> kill.away().toMillis())
                    .max()
                    .orElse(0);
            metrics.add(new Metric("away", away, Metric.Unit.MILLISECONDS));
        }
        return metrics;
    }

    private static void count(List<Metric> metrics, String name, double value) {
        metrics.add(new Metric(name, value, Metric.Unit.COUNT));
    }

    private static double millis(Histogram times, String rank) {
        return (rank.equals("max")
                        ? times.getMaxValue()
                        : times.getValueAtPercentile(Double.parseDouble(rank.substring(1))))
                / MICROS;
    }

    /** By phase: how many messages took about how long. */
    Map<String, List<Bar>> histograms() {
        return Stream.of(Phase.values()).collect(Collectors.toMap(Figures::name, phase -> bars(result.latency(phase))));
    }

    /** Bars of growing width: each reaches a quarter further than the one before. */
    private static List<Bar> bars(Histogram times) {
        var bars = new ArrayList<Bar>();
        for (var each : times.logarithmicBucketValues(1_000, 1.25)) {
            bars.add(new Bar(each.getValueIteratedTo() / MICROS, each.getCountAddedInThisIterationStep()));
        }
        return bars;
    }

    /** What happened in each second. */
    List<Second> seconds() {
        var count = (int) Math.ceil(result.lasted().toNanos() / 1e9);
        var said = new int[count + 1];
        var ended = new ArrayList<List<Double>>();
        IntStream.rangeClosed(0, count).forEach(second -> ended.add(new ArrayList<>()));
        for (var message : result.messages()) {
            said[second(message.due(), count)]++;
            if (message.last() != LoadResult.NEVER) {
                ended.get(second(message.last(), count)).add((message.last() - message.due()) / MICROS);
            }
        }
        return IntStream.range(0, count)
                .mapToObj(second -> {
                    var times = ended.get(second).stream().sorted().toList();
                    var sample = sample(usage.samples(), second);
                    return new Second(
                            second,
                            said[second],
                            times.size(),
                            at(times, 0.5),
                            at(times, 0.99),
                            cpu(usage.samples(), second),
                            sample.bytes() / MEGA,
                            sample.root().bytes() / MEGA,
                            sample.root().files(),
                            sample.root().threads());
                })
                .toList();
    }

    private static int second(long micros, int count) {
        return Math.clamp(micros / (long) SECOND, 0, count);
    }

    private static double at(List<Double> sorted, double rank) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * rank)));
    }

    private static double cpu(List<Resources.Sample> samples, int second) {
        if (second + 1 >= samples.size()) {
            return 0;
        }
        var from = samples.get(second);
        var to = samples.get(second + 1);
        var micros = Math.max(1, to.atMicros() - from.atMicros());
        return to.cpu().minus(from.cpu()).toNanos() / MICROS / micros;
    }

    private static Resources.Sample sample(List<Resources.Sample> samples, int second) {
        return samples.isEmpty()
                ? new Resources.Sample(0, Duration.ZERO, 0, 0, Resources.Held.NOTHING)
                : samples.get(Math.min(second, samples.size() - 1));
    }
}
