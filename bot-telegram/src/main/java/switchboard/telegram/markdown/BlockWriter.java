package switchboard.telegram.markdown;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;
import switchboard.telegram.markdown.HtmlWriter.Kind;
import switchboard.telegram.markdown.HtmlWriter.Style;

/** Writes the blocks of a Markdown tree, a blank line between them. */
final class BlockWriter {

    /**
     * An empty comment as the first block of a list item means that the item continues from the message before, so it gets no
     * marker ({@link SplitRepair}).
     */
    static final String CONTINUED = "<!---->";

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,9})[.)]");
    private static final String STEP = "  ";
    private static final int TAB = 4;

    private final String source;
    private final HtmlWriter out;
    private final InlineWriter inline;

    BlockWriter(String source, HtmlWriter out) {
        this.source = source;
        this.out = out;
        this.inline = new InlineWriter(out);
    }

    void write(Node document) {
        blocks(document.getFirstChild(), 2);
    }

    private void blocks(@Nullable Node first, int lineEnds) {
        for (Node block = first; block != null; block = block.getNext()) {
            if (block.getPrevious() != null) {
                out.breakLines(lineEnds);
            }
            block(block);
        }
    }

    private void block(Node block) {
        switch (block) {
            case Paragraph paragraph -> inline.children(paragraph);
            case Heading heading -> inline.styled(Kind.BOLD, heading);
            case FencedCodeBlock code -> fenced(code);
            case IndentedCodeBlock code -> code(code.getLiteral(), "");
            case BlockQuote quote -> quote(quote);
            case BulletList list -> bullets(list);
            case OrderedList list -> numbers(list);
            case ThematicBreak line -> out.write("———");
            case TableBlock table -> new TableWriter(source, out, inline).write(table);
            case HtmlBlock html -> lines(isContinued(html) ? "" : html.getLiteral());
            case LinkReferenceDefinition definition -> definition(definition);
            default -> blocks(block.getFirstChild(), 2);
        }
    }

    private void fenced(FencedCodeBlock code) {
        String info = code.getInfo() == null ? "" : code.getInfo();
        if (code.getLiteral().isBlank()) {
            code(info, ""); // without content the info string is all the text there is
            return;
        }
        out.write(Fence.caption(info));
        out.breakLines(1);
        code(code.getLiteral(), Fence.language(info));
    }

    private void code(String literal, String language) {
        if (!literal.isBlank()) {
            var style = Style.pre(language);
            out.begin(style);
            out.write(expandTabs(literal.replaceFirst("\\n+$", "")));
            out.end(style);
        }
    }

    private static String expandTabs(String code) {
        if (code.indexOf('\t') < 0) {
            return code;
        }
        var result = new StringBuilder();
        int column = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            int width = c == '\t' ? TAB - column % TAB : 1;
            result.append(c == '\t' ? " ".repeat(width) : String.valueOf(c));
            column = c == '\n' ? 0 : column + width;
        }
        return result.toString();
    }

    private void quote(BlockQuote quote) {
        String outer = out.indent();
        out.indent("");
        var style = Style.of(Kind.QUOTE);
        out.begin(style);
        blocks(quote.getFirstChild(), 2);
        out.end(style);
        out.indent(outer);
    }

    private void bullets(BulletList list) {
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            item((ListItem) item, "• ", list);
        }
    }

    /** The numbers of the source. If a number repeats ("1. 1. 1."), counting continues. */
    private void numbers(OrderedList list) {
        int before = -1;
        int shown = -1;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            int number = number((ListItem) item, shown + 1);
            shown = number == before ? shown + 1 : number;
            before = number;
            item((ListItem) item, shown + list.getMarkerDelimiter() + " ", list);
        }
    }

    private int number(ListItem item, int otherwise) {
        List<SourceSpan> spans = item.getSourceSpans();
        if (spans.isEmpty()) {
            return otherwise;
        }
        SourceSpan span = spans.getFirst();
        Matcher matcher = NUMBER.matcher(source)
                .region(span.getInputIndex(), Math.min(source.length(), span.getInputIndex() + span.getLength()));
        return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }

    private void item(ListItem item, String marker, ListBlock list) {
        int lineEnds = list.isTight() ? 1 : 2;
        String outer = out.indent();
        if (item.getPrevious() != null) {
            out.breakLines(lineEnds);
        }
        if (!isContinued(item)) {
            String box = takeBox(item);
            out.write(box.isEmpty() || list instanceof OrderedList ? marker + box : box);
        }
        out.indent(outer + STEP);
        blocks(item.getFirstChild(), lineEnds);
        out.indent(outer);
    }

    /** Whether the first thing in a block is the mark of a continuation. */
    private static boolean isContinued(@Nullable Node block) {
        if (block instanceof ListBlock || block instanceof ListItem || block instanceof BlockQuote) {
            return isContinued(block.getFirstChild());
        }
        return block instanceof HtmlBlock html && html.getLiteral().strip().equals(CONTINUED);
    }

    /** The box of a task list's item, which is removed from the item's text. */
    private static String takeBox(ListItem item) {
        if (!(item.getFirstChild() instanceof Paragraph paragraph)
                || !(paragraph.getFirstChild() instanceof Text text)
                || !text.getLiteral().matches("(?s)\\[[ xX]] .*")) {
            return "";
        }
        boolean done = text.getLiteral().charAt(1) != ' ';
        text.setLiteral(text.getLiteral().substring(4));
        return done ? "☑ " : "☐ ";
    }

    private void lines(String text) {
        for (String line : text.lines().toList()) {
            out.write(line);
            out.newLine();
        }
    }

    private void definition(LinkReferenceDefinition definition) {
        String title = definition.getTitle() == null ? "" : " \"" + definition.getTitle() + "\"";
        out.write("[" + definition.getLabel() + "]: " + definition.getDestination() + title);
    }
}
