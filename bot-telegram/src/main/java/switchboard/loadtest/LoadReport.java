package switchboard.loadtest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import switchboard.load.LoadResult;
import switchboard.load.LoadResult.Phase;
import switchboard.text.Texts;

/**
 * A load test's figures, as they are kept in {@code report.json}.
 *
 * @param settings what was asked for, by the names of the options
 * @param metrics the figures by name
 * @param reasons why messages were refused, with their numbers
 * @param seconds what happened in each second
 * @param histograms by phase: how many messages took about how long
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LoadReport(
        String version,
        Instant at,
        Map<String, String> settings,
        Map<String, String> machine,
        List<Metric> metrics,
        Map<String, Integer> reasons,
        List<Second> seconds,
        Map<String, List<Bar>> histograms,
        List<Away> away) {

    /**
     * @param second since the beginning
     * @param said messages that were to be sent in it
     * @param answered whose whole answer came in it
     * @param median of the times to these answers, in milliseconds; 0 for none
     * @param cpu in cores
     * @param megabytes of memory of the bot and all its processes
     */
    record Second(int second, int said, int answered, double median, double p99, double cpu, double megabytes) {}

    /**
     * @param upTo milliseconds; more than the bar before
     */
    record Bar(double upTo, long messages) {}

    /**
     * The bot was killed.
     *
     * @param at seconds since the beginning
     * @param milliseconds until it polled again
     */
    record Away(double at, long milliseconds) {}

    /** What a run has used. */
    record Usage(
            long calls, int floodWaits, List<Resources.Sample> samples, List<Killer.Kill> kills, double startMillis) {}

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final double MICROS = 1_000.0;
    private static final double SECOND = 1_000_000.0;
    private static final double MEGA = 1 << 20;
    private static final List<String> RANKS = List.of("p50", "p95", "p99", "max");
    private static final List<String> OTHERS = List.of(
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

    static LoadReport of(
            String version,
            Instant at,
            Map<String, String> settings,
            Map<String, String> machine,
            LoadResult result,
            Usage usage) {
        var histograms = Stream.of(Phase.values())
                .collect(Collectors.toMap(LoadReport::name, phase -> bars(result.latency(phase))));
        return new LoadReport(
                version,
                at,
                settings,
                machine,
                metrics(result, usage),
                result.reasons(),
                seconds(result, usage),
                histograms,
                usage.kills().stream()
                        .map(kill ->
                                new Away(kill.atMicros() / SECOND, kill.away().toMillis()))
                        .toList());
    }

    /** @throws IllegalArgumentException with one sentence for a person, if there is no report in the file */
    static LoadReport read(Path file) {
        try {
            return JSON.readValue(file.toFile(), LoadReport.class);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(Texts.of("load.noReport", file), unreadable);
        }
    }

    /**
     * Writes {@code report.json} and {@code report.html}.
     *
     * @param isNamed whether the files are in a directory of this report's own below
     * @return the page
     */
    Path write(Path directory, boolean isNamed) throws IOException {
        var own =
                isNamed ? directory.resolve("load-test-" + STAMP.format(at.atZone(ZoneId.systemDefault()))) : directory;
        Files.createDirectories(own);
        JSON.writeValue(own.resolve("report.json").toFile(), this);
        return Files.writeString(own.resolve("report.html"), ReportPage.of(this));
    }

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

    private static List<Metric> metrics(LoadResult result, Usage usage) {
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

    /** Bars of growing width: each reaches a quarter further than the one before. */
    private static List<Bar> bars(Histogram times) {
        var bars = new ArrayList<Bar>();
        for (var each : times.logarithmicBucketValues(1_000, 1.25)) {
            bars.add(new Bar(each.getValueIteratedTo() / MICROS, each.getCountAddedInThisIterationStep()));
        }
        return bars;
    }

    private static List<Second> seconds(LoadResult result, Usage usage) {
        var count = (int) Math.ceil(result.lasted().toNanos() / 1e9);
        var messages = result.messages();
        return IntStream.range(0, count)
                .mapToObj(second -> {
                    var ended = messages.stream()
                            .filter(each -> each.last() != LoadResult.NEVER && (int) (each.last() / SECOND) == second)
                            .mapToDouble(each -> (each.last() - each.due()) / MICROS)
                            .sorted()
                            .toArray();
                    var said = (int) messages.stream()
                            .filter(each -> (int) (each.due() / SECOND) == second)
                            .count();
                    return new Second(
                            second,
                            said,
                            ended.length,
                            at(ended, 0.5),
                            at(ended, 0.99),
                            cpu(usage.samples(), second),
                            megabytes(usage.samples(), second));
                })
                .toList();
    }

    private static double at(double[] sorted, double rank) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * rank))];
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

    private static double megabytes(List<Resources.Sample> samples, int second) {
        return samples.isEmpty()
                ? 0
                : samples.get(Math.min(second, samples.size() - 1)).bytes() / MEGA;
    }

    /** The figures by rows: phases with their ranks, and the others. For a terminal. */
    String table() {
        var text = new StringBuilder();
        text.append(row("milliseconds", RANKS));
        for (var phase : Phase.values()) {
            var cells =
                    RANKS.stream().map(rank -> value(rank + "." + name(phase))).toList();
            text.append(row(name(phase), cells));
        }
        text.append('\n');
        for (var name : OTHERS) {
            metrics.stream()
                    .filter(each -> each.name().equals(name))
                    .forEach(each -> text.append(row(name, List.of(each.text()))));
        }
        reasons.forEach((reason, count) -> text.append("\n  ")
                .append(Texts.of("load.refused", count, reason))
                .append('\n'));
        return text.toString();
    }

    private String value(String name) {
        return metrics.stream()
                .filter(each -> each.name().equals(name))
                .map(each -> Metric.number(each.value()))
                .findFirst()
                .orElse("–");
    }

    private static String row(String name, List<String> cells) {
        return String.format("  %-14s", name)
                + cells.stream().map(cell -> String.format("%12s", cell)).collect(Collectors.joining())
                + "\n";
    }

    /** This report's figures beside an earlier one's, and how many times as large they are. */
    String beside(LoadReport earlier) {
        var text = new StringBuilder(row("", List.of("before", "now", "ratio")));
        for (var now : metrics) {
            earlier.metrics.stream()
                    .filter(each -> each.name().equals(now.name()))
                    .forEach(before -> text.append(row(
                            now.name(),
                            Arrays.asList(
                                    Metric.number(before.value()),
                                    Metric.number(now.value()),
                                    before.value() == 0 ? "–" : Metric.number(now.value() / before.value())))));
        }
        return text.toString();
    }
}
