package switchboard.telegram.markdown;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import switchboard.telegram.markdown.MessageSplitter.Limits;

/**
 * Cuts the part for one message off a window of Markdown.
 *
 * <p>First it finds the line in which the message overflows: the rendered size of the lines before plus the bound of the line
 * itself ({@link LineBound}) exceeds a limit. It adds up bounds until they do, then renders the text for the exact size, and so
 * on; this takes a handful of renderings for any text. Both numbers depend only on the text before the overflow. Then it takes
 * the best place between two lines in the message's second half. If one line fills half a message, it takes a place within that
 * line.
 */
final class MessageCutter {

    /**
     * A part and the beginning of the rest.
     *
     * @param end where in the window the rest begins
     * @param reopen the text to put before the rest
     * @param blank whether the part shows nothing
     */
    record Cut(String part, int end, String reopen, boolean blank) {}

    /** The line in which a message overflows, the size of the lines before it, and the length of the table's head if it is a row. */
    private record Overflow(int line, Size before, int tableHead) {}

    private record Preference(CutPlace place, double share) {}

    private static final Preference[] PREFERENCES = {
        new Preference(CutPlace.BETWEEN_BLOCKS, 0.5),
        new Preference(CutPlace.BETWEEN_ITEMS, 0.5),
        new Preference(CutPlace.IN_PARAGRAPH, 0.6),
        new Preference(CutPlace.IN_TABLE, 0.3),
        new Preference(CutPlace.IN_CODE, 0.3),
        new Preference(CutPlace.BETWEEN_BLOCKS, 0),
        new Preference(CutPlace.BETWEEN_ITEMS, 0),
        new Preference(CutPlace.IN_PARAGRAPH, 0),
        new Preference(CutPlace.AFTER_HEADING, 0),
    };

    /** Each cut is checked by rendering it; the first nearly always fits. */
    private static final int MAX_TRIES = 8;

    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    /** Signs that would begin a block, and so vanish, at the beginning of the next part. */
    private static final String BLOCK_SIGNS = "#>-+*_`~";

    private final String text;
    private final boolean more;
    private final Limits limits;
    private final int begin;
    private final int[] starts;

    /** @param more whether more text follows the window */
    MessageCutter(String text, boolean more, Limits limits) {
        this.text = text;
        this.more = more;
        this.limits = limits;
        this.begin = skipBlankLines(0);
        this.starts = IntStream.concat(
                        IntStream.of(begin),
                        IntStream.range(begin, text.length())
                                .filter(i -> text.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    Cut cut() {
        if (begin == text.length()) {
            return new Cut("", begin, "", true);
        }
        Overflow overflow = overflow();
        if (overflow == null) {
            Rendered whole = render(text.length());
            if (!more && Size.of(whole).within(limits)) {
                return new Cut(text, text.length(), "", whole.isBlank());
            }
            overflow = new Overflow(starts.length - 1, sizeBefore(starts.length - 1), 0);
        }
        if (!overflow.before().within(limits)) {
            overflow = lastFitting(overflow.line());
        }
        Cut cut = overflow.line() > 0 && overflow.before().fillsHalf(limits) ? betweenLines(overflow.line()) : null;
        return cut != null ? cut : withinLine(overflow);
    }

    private @Nullable Overflow overflow() {
        var exact = Size.ZERO;
        var pending = Size.ZERO;
        int rendered = 0;
        int tableStart = 0;
        for (int line = 0; line < starts.length; line++) {
            tableStart = hasBar(line) ? tableStart : line + 1;
            int tableHead = tableStart < line ? endOf(tableStart) - starts[tableStart] : 0;
            Size bound = LineBound.of(text, starts[line], endOf(line), tableHead);
            pending = pending.plus(bound);
            if (!exact.plus(pending).within(limits) && line > rendered) {
                exact = sizeBefore(line);
                rendered = line;
                pending = bound;
            }
            if (!exact.plus(pending).within(limits)) {
                return new Overflow(line, exact, tableHead);
            }
        }
        return null;
    }

    private boolean hasBar(int line) {
        return text.indexOf('|', starts[line], endOf(line)) >= 0;
    }

    /** The last line before which the text fits; for text that renders longer than its bound. */
    private Overflow lastFitting(int tooFar) {
        var fitting = new Overflow(0, Size.ZERO, 0);
        int high = tooFar;
        while (high - fitting.line() > 1) {
            int middle = (fitting.line() + high) >>> 1;
            Size before = sizeBefore(middle);
            if (before.within(limits)) {
                fitting = new Overflow(middle, before, 0);
            } else {
                high = middle;
            }
        }
        return fitting;
    }

    private @Nullable Cut betweenLines(int overflow) {
        CutPlace[] places = CutPlace.of(text.substring(begin, starts[overflow]) + likeLine(overflow), overflow + 1);
        int tries = 0;
        for (Preference preference : PREFERENCES) {
            double least = preference.share() * (starts[overflow] - begin);
            for (int line = overflow; line > 0 && starts[line] - begin >= least; line--) {
                if (places[line] == preference.place() && tries < MAX_TRIES) {
                    tries++;
                    Cut cut = ifFits(before(line, places[line]));
                    if (cut != null && !cut.blank()) {
                        return cut;
                    }
                }
            }
        }
        return null;
    }

    /** A placeholder for a line of which only the beginning may be known. */
    private String likeLine(int line) {
        int first = skipSpaces(starts[line]);
        boolean bar = first < text.length() && text.charAt(first) == '|';
        return text.substring(starts[line], first) + (bar ? "|x" : "x");
    }

    private Cut before(int line, CutPlace place) {
        String part = text.substring(begin, starts[line]);
        var repair = SplitRepair.behind(part);
        String reopen = repair.reopenBeforeLine(place, text.substring(starts[line], endOf(line)));
        int rest = starts[line];
        if (place != CutPlace.IN_CODE) {
            rest = skipBlankLines(rest);
            rest = place == CutPlace.IN_PARAGRAPH && reopen.isEmpty() ? skipSpaces(rest) : rest;
        }
        String close = place == CutPlace.IN_CODE ? repair.close() : "";
        return new Cut(close.isEmpty() ? part.stripTrailing() : part + close, rest, reopen, false);
    }

    private Cut withinLine(Overflow overflow) {
        int line = overflow.line();
        int start = starts[line];
        int length = LineBound.fitting(text, start, endOf(line), overflow.tableHead(), overflow.before(), limits);
        for (int tries = 0; length > 0 && tries < MAX_TRIES; tries++) {
            Cut cut = ifFits(at(line, start + length));
            if (cut != null) {
                return cut;
            }
            length /= 2;
        }
        boolean code = SplitRepair.behind(text.substring(begin, start)).isInCode();
        Cut whole = line > 0 ? ifFits(before(line, code ? CutPlace.IN_CODE : CutPlace.IN_PARAGRAPH)) : null;
        return whole != null ? whole : anywhere(start);
    }

    /** A cut for text in which nothing else fits: half as far, half again, and at last a single character. */
    private Cut anywhere(int start) {
        for (int to = begin + (start - begin) / 2; to > begin; to = begin + (to - begin) / 2) {
            Cut cut = ifFits(at(0, to));
            if (cut != null) {
                return cut;
            }
        }
        return at(0, Math.min(text.length(), begin + 2));
    }

    private Cut at(int line, int to) {
        var repair = SplitRepair.behind(text.substring(begin, to));
        int cut = border(starts[line], to);
        boolean code = repair.isInCode();
        if (!code) {
            cut = afterSpace(starts[line], cut);
        }
        String part = text.substring(begin, cut);
        String close = repair.close();
        int rest = code ? cut : skipSpaces(cut);
        String escape = !code && isBlockSign(rest) ? "\\" : "";
        return new Cut(
                close.isEmpty() ? part.stripTrailing() : part + "\n" + close,
                rest,
                repair.reopenWithinLine() + escape,
                false);
    }

    /**
     * The last border between graphemes up to {@code to}; if there is none, one between code points. The text after {@code to}
     * may not have come yet, so the code point after the border must end before {@code to}.
     */
    private int border(int from, int to) {
        int known = to == text.length() || text.charAt(to) == '\n' ? to : to - 1;
        Matcher graphemes = GRAPHEME.matcher(text).region(from, Math.min(text.length(), to + 64));
        int last = from;
        while (graphemes.find() && graphemes.end() <= known) {
            last = graphemes.end();
        }
        if (last > from) {
            return last;
        }
        boolean inPair = to < text.length() && Character.isLowSurrogate(text.charAt(to)) && to - from > 1;
        return inPair ? to - 1 : to;
    }

    /** A place after a space in the second half, if possible before a word; else {@code to}. */
    private int afterSpace(int from, int to) {
        int beforeSign = to;
        for (int cut = Math.min(to, text.length() - 1); cut > from + (to - from) / 2; cut--) {
            if (isSpace(cut - 1) && !isSpace(cut)) {
                if (!isBlockSign(cut)) {
                    return cut;
                }
                beforeSign = beforeSign == to ? cut : beforeSign;
            }
        }
        return beforeSign;
    }

    private boolean isSpace(int at) {
        return text.charAt(at) == ' ' || text.charAt(at) == '\t';
    }

    private boolean isBlockSign(int at) {
        return at < text.length() && BLOCK_SIGNS.indexOf(text.charAt(at)) >= 0;
    }

    private @Nullable Cut ifFits(Cut cut) {
        Rendered rendered = MarkdownToHtml.render(cut.part());
        boolean fits = Size.of(rendered).within(limits);
        return fits ? new Cut(cut.part(), cut.end(), cut.reopen(), rendered.isBlank()) : null;
    }

    private Size sizeBefore(int line) {
        return Size.of(render(starts[line]));
    }

    private Rendered render(int end) {
        return MarkdownToHtml.render(text.substring(begin, end));
    }

    private int endOf(int line) {
        return line + 1 < starts.length ? starts[line + 1] - 1 : text.length();
    }

    private int skipSpaces(int from) {
        int at = from;
        while (at < text.length() && isSpace(at)) {
            at++;
        }
        return at;
    }

    private int skipBlankLines(int from) {
        int at = from;
        for (int next = skipSpaces(at); next < text.length() && text.charAt(next) == '\n'; next = skipSpaces(at)) {
            at = next + 1;
        }
        return skipSpaces(at) == text.length() ? text.length() : at;
    }
}
