package switchboard.telegram.markdown;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Lays out the cells of a table in columns of equal width. */
final class TableLayout {

    /** How many columns of a fixed-width font a phone shows in one line. */
    static final int MAX_WIDTH = 42;

    private static final String GAP = " | ";

    private TableLayout() {}

    /**
     * The table as lines, with a rule under the first; empty if it is wider than {@link #MAX_WIDTH}.
     *
     * @param rows at least one; the first is the head and sets the number of columns
     * @param right for each column, whether it is aligned to the right
     */
    static Optional<String> columns(List<List<String>> rows, List<Boolean> right) {
        int[] widths = IntStream.range(0, right.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> DisplayWidth.of(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        int total = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
        if (total > MAX_WIDTH || total <= GAP.length() * (widths.length - 1)) {
            return Optional.empty();
        }
        var out = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            out.append(i == 0 ? "" : "\n").append(line(rows.get(i), widths, right));
            if (i == 0) {
                out.append('\n').append(rule(widths));
            }
        }
        return Optional.of(out.toString());
    }

    private static String line(List<String> cells, int[] widths, List<Boolean> right) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String space = " ".repeat(Math.max(0, widths[i] - DisplayWidth.of(cells.get(i))));
            line.append(i == 0 ? "" : GAP);
            line.append(right.get(i) ? space + cells.get(i) : cells.get(i) + space);
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] widths) {
        return String.join("-+-", IntStream.of(widths).mapToObj("-"::repeat).toList());
    }
}
