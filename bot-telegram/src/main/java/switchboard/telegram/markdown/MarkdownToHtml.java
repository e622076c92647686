package switchboard.telegram.markdown;

import java.util.List;
import java.util.function.Function;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Document;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.slf4j.LoggerFactory;
import switchboard.telegram.api.PacedLog;

/**
 * Markdown (CommonMark with GFM tables and strikethrough) as the HTML that Telegram accepts. Any text is valid input. Text that
 * is not Markdown stays unchanged, and raw HTML is shown as text.
 */
public final class MarkdownToHtml {

    private static final PacedLog LOG = new PacedLog(LoggerFactory.getLogger(MarkdownToHtml.class));

    /** Deeper nesting is shown as text; it bounds the recursion here and in the parser. */
    private static final int MAX_NESTING = 16;

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(
                    TablesExtension.create(),
                    StrikethroughExtension.builder().requireTwoTildes(true).build()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(MAX_NESTING)
            .maxInlineNesting(MAX_NESTING)
            .build();

    private MarkdownToHtml() {}

    /**
     * Renders a whole text. Telegram's parser always accepts the result, but it may be too long: cut the text with
     * {@link MessageSplitter} first. Takes time in proportion to the length. A fault is logged, and the text is shown unchanged.
     */
    public static Rendered render(String markdown) {
        return render(markdown, MarkdownToHtml::rendered);
    }

    static Rendered render(String markdown, Function<String, Rendered> how) {
        try {
            return how.apply(markdown);
        } catch (RuntimeException fault) {
            LOG.error(fault.getClass().getName(), "A text cannot be rendered and is shown as it is", fault);
            return Rendered.plain(markdown);
        }
    }

    private static Rendered rendered(String markdown) {
        var out = new HtmlWriter();
        new BlockWriter(markdown, out).write(parse(markdown));
        return out.finish();
    }

    /** The tree, blocks with their source lines. */
    static Document parse(String markdown) {
        return (Document) PARSER.parse(markdown);
    }
}
