package switchboard.loadtest;

import java.util.List;
import java.util.stream.Collectors;
import switchboard.load.LoadResult.Phase;
import switchboard.text.Texts;

/** A report as text, for a terminal. Pure. */
final class ReportTable {

    private ReportTable() {}

    /** The figures by rows: phases with their ranks, and the others. */
    static String of(LoadReport report) {
        var text = new StringBuilder();
        text.append(row("milliseconds", Figures.RANKS));
        for (var phase : Phase.values()) {
            var cells = Figures.RANKS.stream()
                    .map(rank -> value(report, rank + "." + Figures.name(phase)))
                    .toList();
            text.append(row(Figures.name(phase), cells));
        }
        text.append('\n');
        for (var name : Figures.OTHERS) {
            report.metrics().stream()
                    .filter(each -> each.name().equals(name))
                    .forEach(each -> text.append(row(name, List.of(each.text()))));
        }
        report.reasons()
                .forEach((reason, count) -> text.append("\n  ")
                        .append(Texts.of("load.refused", count, reason))
                        .append('\n'));
        return text.toString();
    }

    private static String value(LoadReport report, String name) {
        return report.metrics().stream()
                .filter(each -> each.name().equals(name))
                .map(each -> Metric.number(each.value()))
                .findFirst()
                .orElse("–");
    }

    private static String row(String name, List<String> cells) {
        return String.format("  %-18s", name)
                + cells.stream().map(cell -> String.format("%12s", cell)).collect(Collectors.joining())
                + "\n";
    }

    /** A report's figures beside an earlier one's, and how many times as large they are. */
    static String beside(LoadReport report, LoadReport earlier) {
        var text = new StringBuilder(row("", List.of("before", "now", "ratio")));
        for (var now : report.metrics()) {
            earlier.metrics().stream()
                    .filter(each -> each.name().equals(now.name()))
                    .forEach(before -> text.append(row(
                            now.name(),
                            List.of(
                                    Metric.number(before.value()),
                                    Metric.number(now.value()),
                                    before.value() == 0 ? "–" : Metric.number(now.value() / before.value())))));
        }
        return text.toString();
    }
}
