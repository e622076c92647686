package switchboard.telegram.markdown;

import java.util.Arrays;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/** The places between two lines of Markdown where a text can be cut, better ones first. */
enum CutPlace {
    BETWEEN_BLOCKS,
    BETWEEN_ITEMS,
    IN_PARAGRAPH,
    IN_TABLE,
    IN_CODE,
    AFTER_HEADING,
    /** After a fence's first line or before a table's: the part would end with an empty block. */
    NOWHERE;

    /**
     * The places at the beginning of each line.
     *
     * @param markdown the text known so far
     * @param lines the number of its lines
     */
    static CutPlace[] of(String markdown, int lines) {
        var places = new CutPlace[lines];
        Arrays.fill(places, BETWEEN_BLOCKS);
        mark(MarkdownToHtml.parse(markdown), places);
        return places;
    }

    private static void mark(Node parent, CutPlace[] places) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Block block) {
                List<SourceSpan> spans = block.getSourceSpans();
                if (!spans.isEmpty()) {
                    mark(block, spans.getFirst().getLineIndex(), spans.getLast().getLineIndex(), places);
                }
                mark(block, places);
            }
        }
    }

    private static void mark(Block block, int first, int last, CutPlace[] places) {
        CutPlace inside = inside(block);
        for (int line = first + 1; line <= last; line++) {
            raise(places, line, inside);
        }
        switch (block) {
            case FencedCodeBlock code -> {
                raise(places, first + 1, NOWHERE);
                if (code.getClosingFenceLength() != null) {
                    raise(places, last, NOWHERE);
                }
            }
            case TableBlock table -> {
                raise(places, first + 1, NOWHERE);
                raise(places, first + 2, NOWHERE);
            }
            case Heading heading -> {
                raise(places, last + 1, AFTER_HEADING);
                raise(places, last + 2, AFTER_HEADING);
            }
            default -> {}
        }
    }

    private static CutPlace inside(Block block) {
        return switch (block) {
            case ListBlock list -> BETWEEN_ITEMS;
            case ListItem item -> BETWEEN_ITEMS;
            case BlockQuote quote -> BETWEEN_ITEMS;
            case FencedCodeBlock code -> IN_CODE;
            case IndentedCodeBlock code -> IN_CODE;
            case TableBlock table -> IN_TABLE;
            case Heading heading -> NOWHERE;
            default -> IN_PARAGRAPH;
        };
    }

    private static void raise(CutPlace[] places, int line, CutPlace place) {
        if (line < places.length && places[line].compareTo(place) < 0) {
            places[line] = place;
        }
    }
}
