package switchboard.telegram.markdown;

import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Repairs the two parts of a block that was cut: it closes the first part and opens the next one again with the fence and its
 * language, the head of the table, and the list items and quotes around them (an item that continues begins with
 * {@link BlockWriter#CONTINUED}). Everything goes before the rest and nothing after it, so that text can still be appended.
 */
final class SplitRepair {

    /** Deeper containers, and longer table heads, are not opened again. */
    private static final int MAX_CONTAINERS = 48;

    private static final int MAX_TABLE_HEAD = 512;
    private static final int WIDEST_MARKER = 8;

    private final String markdown;
    private final StringBuilder markers = new StringBuilder();
    private final StringBuilder prefix = new StringBuilder();
    private boolean inList;
    private @Nullable Node innermost;

    private SplitRepair(String markdown) {
        this.markdown = markdown;
        walk(MarkdownToHtml.parse(markdown).getLastChild());
        if (markers.length() > MAX_CONTAINERS) {
            markers.setLength(0);
            prefix.setLength(0);
            inList = false;
        }
    }

    /** The repair of a cut after this text. */
    static SplitRepair behind(String markdown) {
        return new SplitRepair(markdown);
    }

    boolean isInCode() {
        return fence() != null || innermost instanceof IndentedCodeBlock;
    }

    /** The line that ends the part, or "". */
    String close() {
        FencedCodeBlock fence = fence();
        return fence == null ? "" : prefix + fenceLine(fence);
    }

    /** The text that begins the rest when the cut is before a line, which keeps its own indentation and quote marks. */
    String reopenBeforeLine(CutPlace place, String nextLine) {
        boolean continues = place == CutPlace.IN_CODE
                || nextLine.replaceFirst("^(?: {0,3}> ?)+", "").startsWith(" ");
        String containers = inList && continues && place != CutPlace.BETWEEN_BLOCKS ? openItems() : "";
        return switch (place) {
            case IN_CODE -> containers + openFence();
            case IN_TABLE -> containers + tableHead();
            default -> containers;
        };
    }

    /** The text that begins the rest when the cut is within a line. */
    String reopenWithinLine() {
        FencedCodeBlock fence = fence();
        int indent = fence != null ? fence.getFenceIndent() : innermost instanceof IndentedCodeBlock ? 4 : 0;
        return (inList ? openItems() : "") + openFence() + prefix + " ".repeat(indent);
    }

    private void walk(@Nullable Node last) {
        for (Node node = last; node != null; node = node.getLastChild()) {
            innermost = node;
            if (node instanceof BlockQuote) {
                markers.append("> ");
                prefix.append("> ");
            } else if (node instanceof ListItem item) {
                inList = true;
                int width = Math.clamp(item.getContentIndent() == null ? 2 : item.getContentIndent(), 2, WIDEST_MARKER);
                int gap = Math.min(4, width - 1);
                markers.append(" ".repeat(width - 1 - gap)).append('-').append(" ".repeat(gap));
                prefix.append(" ".repeat(width));
            } else if (node instanceof TableBlock) {
                return;
            }
        }
    }

    private String openItems() {
        return markers + BlockWriter.CONTINUED + "\n";
    }

    private @Nullable FencedCodeBlock fence() {
        return innermost instanceof FencedCodeBlock code && code.getClosingFenceLength() == null ? code : null;
    }

    private String openFence() {
        FencedCodeBlock fence = fence();
        if (fence == null) {
            return "";
        }
        String info = fence.getInfo() == null ? "" : fence.getInfo();
        return prefix + fenceLine(fence) + Fence.language(info) + "\n";
    }

    private static String fenceLine(FencedCodeBlock fence) {
        int length = fence.getOpeningFenceLength() == null ? 3 : fence.getOpeningFenceLength();
        return " ".repeat(fence.getFenceIndent()) + fence.getFenceCharacter().repeat(length);
    }

    private String tableHead() {
        if (!(innermost instanceof TableBlock table)) {
            return "";
        }
        List<SourceSpan> spans = table.getSourceSpans();
        var head = new StringBuilder();
        for (SourceSpan span : spans.subList(0, Math.min(2, spans.size()))) {
            int start = span.getInputIndex();
            head.append(prefix)
                    .append(markdown, start, start + span.getLength())
                    .append('\n');
        }
        return head.length() <= MAX_TABLE_HEAD ? head.toString() : "";
    }
}
