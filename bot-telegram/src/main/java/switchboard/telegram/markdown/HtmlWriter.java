package switchboard.telegram.markdown;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Writes styled text from front to back as Telegram's HTML, together with the plain text. A tag opens with the first character
 * that needs it, so no tag is empty. Tags nest as Telegram allows: code may only be nested in a quote, a quote in nothing, and no
 * style in itself.
 */
final class HtmlWriter {

    private static final int LINES_SHOWN_OF_A_QUOTE = 4;
    private static final char NO_BREAK_SPACE = '\u00A0';

    enum Kind {
        QUOTE,
        LINK,
        BOLD,
        ITALIC,
        STRIKE,
        CODE,
        PRE
    }

    /** One formatted span. Two spans are never equal, even if they look alike. */
    static final class Style {
        private final Kind kind;
        private final String start;
        private final String end;

        private Style(Kind kind, String start, String end) {
            this.kind = kind;
            this.start = start;
            this.end = end;
        }

        static Style of(Kind kind) {
            String tag = switch (kind) {
                case QUOTE -> "blockquote";
                case LINK -> throw new IllegalArgumentException("a link needs its address");
                case BOLD -> "b";
                case ITALIC -> "i";
                case STRIKE -> "s";
                case CODE -> "code";
                case PRE -> "pre";
            };
            return new Style(kind, "<" + tag + ">", "</" + tag + ">");
        }

        static Style link(String address) {
            var start = new StringBuilder("<a href=\"");
            escape(address, start);
            return new Style(Kind.LINK, start.append("\">").toString(), "</a>");
        }

        /** A code block; the language must be plain ({@link Fence#language}), "" for none. */
        static Style pre(String language) {
            return language.isEmpty()
                    ? of(Kind.PRE)
                    : new Style(Kind.PRE, "<pre><code class=\"language-" + language + "\">", "</code></pre>");
        }
    }

    private final StringBuilder html = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<Style> wanted = new ArrayList<>();
    private final List<Style> open = new ArrayList<>();
    private List<Style> target = List.of();
    private String indent = "";
    private int breaks;
    private int entities;
    private int quoteHtmlStart;
    private int quoteTextStart;

    /** Begins a style, which lasts until the matching {@link #end}. */
    void begin(Style style) {
        wanted.add(style);
        target = allowed();
    }

    void end(Style style) {
        if (!wanted.remove(style)) {
            throw new IllegalStateException("not begun: " + style.kind);
        }
        if (style.kind == Kind.QUOTE && open.contains(style)) {
            closeTo(0);
            foldLongQuote();
        }
        target = allowed();
    }

    /** Puts spaces before the following lines, except in code blocks. */
    void indent(String spaces) {
        indent = spaces;
    }

    String indent() {
        return indent;
    }

    /** Puts at least this many line ends before the next text, but none at the beginning or the end of the message. */
    void breakLines(int atLeast) {
        breaks = Math.max(breaks, atLeast);
    }

    /** A line end within a paragraph. */
    void newLine() {
        breaks = Math.min(breaks + 1, 2);
    }

    /** Writes text, escaped; its line ends stay as they are. */
    void write(String part) {
        if (part.isEmpty()) {
            return;
        }
        closeTo(commonTags());
        writeBreaks();
        for (Style style : target.subList(open.size(), target.size())) {
            openTag(style);
        }
        int start = text.length();
        appendClean(part);
        escape(text, start, html);
    }

    Rendered finish() {
        closeTo(0);
        return new Rendered(html.toString(), text.toString(), entities);
    }

    /** The wanted styles that may be nested, outermost first: a quote, then code alone or a link with the others in it. */
    private List<Style> allowed() {
        if (wanted.isEmpty()) {
            return List.of();
        }
        var result = new ArrayList<Style>();
        addFirst(Kind.QUOTE, result);
        if (!addFirst(Kind.LINK, result) && (addFirst(Kind.PRE, result) || addFirst(Kind.CODE, result))) {
            return result;
        }
        Set<Kind> seen = EnumSet.of(Kind.QUOTE, Kind.LINK, Kind.CODE, Kind.PRE);
        for (Style style : wanted) {
            if (seen.add(style.kind)) {
                result.add(style);
            }
        }
        return result;
    }

    private boolean addFirst(Kind kind, List<Style> result) {
        for (Style style : wanted) {
            if (style.kind == kind) {
                return result.add(style);
            }
        }
        return false;
    }

    private int commonTags() {
        int common = 0;
        while (common < open.size() && common < target.size() && open.get(common) == target.get(common)) {
            common++;
        }
        return common;
    }

    private void closeTo(int depth) {
        while (open.size() > depth) {
            html.append(open.removeLast().end);
        }
    }

    private void openTag(Style style) {
        if (style.kind == Kind.QUOTE) {
            quoteHtmlStart = html.length() + "<blockquote".length();
            quoteTextStart = text.length();
        }
        html.append(style.start);
        open.add(style);
        entities++;
    }

    private void foldLongQuote() {
        long lineEnds = text.chars().skip(quoteTextStart).filter(c -> c == '\n').count();
        if (lineEnds >= LINES_SHOWN_OF_A_QUOTE) {
            html.insert(quoteHtmlStart, " expandable");
        }
    }

    private void writeBreaks() {
        boolean first = text.isEmpty();
        String before = first ? "" : "\n".repeat(breaks);
        boolean inPre = !target.isEmpty() && target.getLast().kind == Kind.PRE;
        if ((first || breaks > 0) && !inPre) {
            // Telegram trims spaces at the beginning of a message
            before += first ? indent.replace(' ', NO_BREAK_SPACE) : indent;
        }
        html.append(before);
        text.append(before);
        breaks = 0;
    }

    /**
     * Appends text without half surrogate pairs, which cannot be sent, and without tabs, which Telegram turns into single spaces
     * anyway.
     */
    private void appendClean(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < part.length() && Character.isLowSurrogate(part.charAt(i + 1))) {
                text.append(c).append(part.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                text.append('\uFFFD');
            } else {
                text.append(c == '\t' ? ' ' : c);
            }
        }
    }

    private static void escape(String raw, StringBuilder out) {
        escape(raw, 0, out);
    }

    private static void escape(CharSequence raw, int start, StringBuilder out) {
        for (int i = start; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
