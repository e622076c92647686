package switchboard.it.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, for stdout and from there for {@code docs/costs.md}. */
final class Report {

    private final String title;
    private final List<String> lines = new ArrayList<>();

    Report(String title, String... head) {
        this.title = title;
        row(head);
        lines.add("|---|" + String.join("", Collections.nCopies(head.length - 1, "---:|")));
    }

    Report row(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
        return this;
    }

    void print() {
        System.out.printf(
                "%n**%s**, %d cores, Java %s%n%n%s%n%n",
                title,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                String.join(System.lineSeparator(), lines));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
