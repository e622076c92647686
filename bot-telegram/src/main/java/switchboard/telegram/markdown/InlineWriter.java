package switchboard.telegram.markdown;

import java.util.Locale;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import switchboard.telegram.markdown.HtmlWriter.Kind;
import switchboard.telegram.markdown.HtmlWriter.Style;

/** Writes the content of a line: text, emphasis, code, links. */
final class InlineWriter {

    /** Telegram silently drops links whose host has no dot, such as localhost (TDLib, LinkManager::check_link). */
    private static final Pattern SENDABLE =
            Pattern.compile("(?i)https?://[^/?#\\s]*[.\\]][^/?#\\s]*(?:[/?#]\\S*)?|tg:(?://)?[a-z0-9-]+\\S*");

    private static final Pattern LINE_BREAK = Pattern.compile("(?i)<br\\s*/?>");

    private final HtmlWriter out;

    InlineWriter(HtmlWriter out) {
        this.out = out;
    }

    void children(Node parent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            write(child);
        }
    }

    void styled(Kind kind, Node parent) {
        var style = Style.of(kind);
        out.begin(style);
        children(parent);
        out.end(style);
    }

    /** The plain text of a node's children, in one line. */
    static String plain(Node parent) {
        var scratch = new HtmlWriter();
        new InlineWriter(scratch).children(parent);
        return scratch.finish().text().replace('\n', ' ').strip();
    }

    private void write(Node node) {
        switch (node) {
            case Text text -> out.write(text.getLiteral());
            case SoftLineBreak soft -> out.newLine();
            case HardLineBreak hard -> out.newLine();
            case StrongEmphasis strong -> styled(Kind.BOLD, strong);
            case Emphasis emphasis -> styled(Kind.ITALIC, emphasis);
            case Strikethrough strike -> styled(Kind.STRIKE, strike);
            case Code code -> code(code.getLiteral());
            case HtmlInline html -> html(html.getLiteral());
            case Link link -> link(link.getDestination(), link);
            case Image image -> link(image.getDestination(), image);
            default -> children(node);
        }
    }

    private void code(String literal) {
        var style = Style.of(Kind.CODE);
        out.begin(style);
        out.write(literal);
        out.end(style);
    }

    private void html(String literal) {
        if (LINE_BREAK.matcher(literal).matches()) {
            out.newLine();
        } else {
            out.write(literal.replace('\n', ' '));
        }
    }

    private void link(String destination, Node label) {
        String address = destination.strip().replace(" ", "%20");
        boolean labelled = !plain(label).isEmpty();
        if (SENDABLE.matcher(address).matches()) {
            var style = Style.link(address);
            out.begin(style);
            if (labelled) {
                children(label);
            } else {
                out.write(address);
            }
            out.end(style);
        } else {
            children(label);
            address(bare(address), labelled, plain(label));
        }
    }

    /**
     * Writes the address of something that cannot be a link, in brackets unless the label says it. Telegram makes a mail address
     * a link by itself.
     */
    private void address(String address, boolean labelled, String label) {
        if (!labelled) {
            out.write(address);
        } else if (!address.isEmpty() && !address.startsWith("#") && !label.contains(address)) {
            out.write(" (" + address + ")");
        }
    }

    private static String bare(String address) {
        return address.toLowerCase(Locale.ROOT).startsWith("mailto:") ? address.substring("mailto:".length()) : address;
    }
}
