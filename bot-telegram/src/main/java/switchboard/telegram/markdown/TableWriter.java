package switchboard.telegram.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import switchboard.telegram.markdown.HtmlWriter.Kind;
import switchboard.telegram.markdown.HtmlWriter.Style;

/** Writes a table: as columns if a phone can show a row in one line, otherwise row by row as "head: cell" lines. */
final class TableWriter {

    private final String source;
    private final HtmlWriter out;
    private final InlineWriter inline;

    TableWriter(String source, HtmlWriter out, InlineWriter inline) {
        this.source = source;
        this.out = out;
        this.inline = inline;
    }

    /** A row's cells, and the text of its line beyond the table's columns, which Markdown would drop. */
    private record Row(List<TableCell> cells, String surplus) {}

    void write(TableBlock table) {
        var rows = new ArrayList<Row>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                rows.add(row((TableRow) row));
            }
        }
        Optional<String> columns =
                hasLinks(table) ? Optional.empty() : TableLayout.columns(texts(rows), alignments(rows.getFirst()));
        columns.ifPresentOrElse(this::columns, () -> records(rows));
    }

    private Row row(TableRow row) {
        var cells = new ArrayList<TableCell>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            cells.add((TableCell) cell);
        }
        return new Row(cells, surplus(row, cells.size()));
    }

    private String surplus(TableRow row, int columns) {
        if (row.getSourceSpans().isEmpty()) {
            return "";
        }
        var span = row.getSourceSpans().getFirst();
        String line = source.substring(span.getInputIndex(), span.getInputIndex() + span.getLength())
                .strip();
        String[] cells = line.replaceFirst("^\\|", "").split("(?<!\\\\)\\|", columns + 1);
        String rest = cells.length > columns ? cells[columns].strip() : "";
        return rest.endsWith("|") ? rest.substring(0, rest.length() - 1).strip() : rest;
    }

    private static boolean hasLinks(Node parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Link || node instanceof Image || node instanceof HtmlInline || hasLinks(node)) {
                return true;
            }
        }
        return false;
    }

    private static List<List<String>> texts(List<Row> rows) {
        return rows.stream().map(TableWriter::texts).toList();
    }

    private static List<String> texts(Row row) {
        var texts = new ArrayList<String>();
        row.cells().forEach(cell -> texts.add(InlineWriter.plain(cell)));
        if (!row.surplus().isEmpty()) {
            texts.set(texts.size() - 1, texts.getLast() + " | " + row.surplus());
        }
        return texts;
    }

    private static List<Boolean> alignments(Row head) {
        return head.cells().stream()
                .map(cell -> cell.getAlignment() == TableCell.Alignment.RIGHT)
                .toList();
    }

    private void columns(String text) {
        var style = Style.of(Kind.PRE);
        out.begin(style);
        out.write(text);
        out.end(style);
    }

    private void records(List<Row> rows) {
        List<TableCell> heads = rows.getFirst().cells();
        if (rows.size() == 1) {
            out.write(String.join(" | ", texts(rows.getFirst())));
        }
        for (int i = 1; i < rows.size(); i++) {
            out.breakLines(i == 1 ? 0 : 2);
            record(heads, rows.get(i));
        }
    }

    private void record(List<TableCell> heads, Row row) {
        for (int i = 0; i < row.cells().size(); i++) {
            boolean last = i == row.cells().size() - 1;
            String surplus = last && !row.surplus().isEmpty() ? " | " + row.surplus() : "";
            var title = Style.of(Kind.BOLD);
            if (i == 0) {
                out.begin(title);
            } else {
                out.breakLines(1);
            }
            line(heads.get(i), row.cells().get(i), surplus);
            if (i == 0) {
                out.end(title);
            }
        }
    }

    private void line(TableCell head, TableCell cell, String surplus) {
        boolean named = !InlineWriter.plain(head).isEmpty();
        inline.children(head);
        if (cell.getFirstChild() != null) {
            out.write(named ? ": " : "");
            inline.children(cell);
        } else {
            out.write(named ? ": –" : "");
        }
        out.write(surplus);
    }
}
