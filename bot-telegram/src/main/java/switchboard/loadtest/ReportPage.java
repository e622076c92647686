package switchboard.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.load.LoadResult.Phase;
import switchboard.loadtest.LoadReport.Second;
import switchboard.text.Texts;

/** A report as one page that loads nothing from elsewhere and runs no script. Pure. */
final class ReportPage {

    private static final String TEMPLATE = template();

    private ReportPage() {}

    static String of(LoadReport report) {
        return TEMPLATE.replace("{{at}}", escaped(report.at().toString().replaceFirst("\\..*", "Z")))
                .replace("{{times}}", times(report))
                .replace("{{curves}}", curves(report))
                .replace("{{histograms}}", histograms(report))
                .replace("{{figures}}", figures(report))
                .replace("{{reasons}}", reasons(report))
                .replace("{{settings}}", rows(report.settings()))
                .replace("{{machine}}", rows(report.machine()));
    }

    private static String times(LoadReport report) {
        var values = report.metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));
        return Stream.of(Phase.values())
                .map(Figures::name)
                .map(phase -> row(
                        phase,
                        Figures.RANKS.stream()
                                .map(rank -> values.get(rank + "." + phase))
                                .map(value -> value == null ? "–" : Metric.number(value))
                                .toList()))
                .collect(Collectors.joining());
    }

    private static String figures(LoadReport report) {
        return report.metrics().stream()
                .filter(metric -> !metric.name().contains("."))
                .map(metric -> row(metric.name(), List.of(metric.text())))
                .collect(Collectors.joining());
    }

    private static String reasons(LoadReport report) {
        return report.reasons().entrySet().stream()
                .map(each -> "<p>" + escaped(Texts.of("load.refused", each.getValue(), each.getKey())) + "</p>")
                .collect(Collectors.joining());
    }

    private static String rows(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> row(each.getKey(), List.of(each.getValue())))
                .collect(Collectors.joining());
    }

    private static String row(String name, List<String> cells) {
        return "<tr><th scope='row'>" + escaped(name) + "</th>"
                + cells.stream().map(cell -> "<td>" + escaped(cell) + "</td>").collect(Collectors.joining())
                + "</tr>";
    }

    private static String curves(LoadReport report) {
        var kills = report.away().stream().map(LoadReport.Away::at).toList();
        var charts = new ArrayList<String>();
        charts.add(Chart.curves(
                "Messages a second",
                List.of(line(report, "sent", Second::said), line(report, "answered", Second::answered)),
                kills));
        charts.add(Chart.curves(
                "Time to the whole answer, in milliseconds",
                List.of(
                        line(report, "p50", each -> orNone(each.median())),
                        line(report, "p99", each -> orNone(each.p99()))),
                kills));
        charts.add(Chart.curves(
                "CPU of the bot and its processes, in cores", List.of(line(report, "cores", Second::cpu)), kills));
        charts.add(Chart.curves(
                "Memory of the bot and its processes, in MB", List.of(line(report, "MB", Second::megabytes)), kills));
        charts.add(Chart.curves("Memory of the bot alone, in MB", List.of(line(report, "MB", Second::own)), kills));
        charts.add(Chart.curves(
                "Open files and threads of the bot",
                List.of(line(report, "files", Second::files), line(report, "threads", Second::threads)),
                kills));
        return figures(charts);
    }

    private static String histograms(LoadReport report) {
        return figures(Stream.of(Phase.values())
                .map(Figures::name)
                .filter(phase -> report.histograms().containsKey(phase))
                .map(phase -> Chart.bars(
                        phase, Objects.requireNonNull(report.histograms().get(phase))))
                .toList());
    }

    private static String figures(List<String> charts) {
        return charts.stream().map(chart -> "<figure>" + chart + "</figure>").collect(Collectors.joining());
    }

    private static Chart.Line line(LoadReport report, String name, ToDoubleFunction<Second> value) {
        return new Chart.Line(
                name,
                report.seconds().stream()
                        .map(second -> value.applyAsDouble(second))
                        .toList());
    }

    /** In a second without an answer there is no time. */
    private static double orNone(double time) {
        return time == 0 ? Double.NaN : time;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;");
    }

    private static String template() {
        try (var page = Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.html"))) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
