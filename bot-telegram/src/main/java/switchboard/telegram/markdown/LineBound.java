package switchboard.telegram.markdown;

import switchboard.telegram.markdown.MessageSplitter.Limits;

/**
 * Counts character by character how much of a message source text can take at most. It does not parse the text: it counts as if
 * all markup stayed visible and also took effect. The bound only grows with the text, so cuts stay where they are while an answer
 * is still being written. The exact size does not only grow (a closing {@code **} makes a text shorter).
 */
final class LineBound {

    private static final int TAG_BYTES = 15;
    private static final int LINE_BYTES = 60;
    private static final int LINE_UNITS = 2;

    private int units;
    private int halfEntities;
    private int bytes;
    private boolean wordSeen;
    private char before;
    private char beforeRun;
    private int run;

    /**
     * The bound of a line, without its line end. A table's row may repeat the table's head, which has this length, or be padded.
     */
    static Size of(String text, int start, int end, int tableHead) {
        if (start == end) {
            return new Size(1, 0, 1);
        }
        var bound = new LineBound();
        for (int i = start; i < end; i++) {
            bound.add(text.charAt(i));
        }
        return bound.size().plus(repeated(tableHead));
    }

    /** How many characters from {@code start} on surely fit after a text of this size. */
    static int fitting(String text, int start, int end, int tableHead, Size before, Limits limits) {
        var bound = new LineBound();
        Size used = before.plus(repeated(tableHead));
        for (int i = start; i < end; i++) {
            bound.add(text.charAt(i));
            if (!used.plus(bound.size()).within(limits)) {
                return i - start;
            }
        }
        return end - start;
    }

    private static Size repeated(int tableHead) {
        int extra = tableHead > 0 ? tableHead + TableLayout.MAX_WIDTH : 0;
        return new Size(extra, 0, extra);
    }

    private Size size() {
        return new Size(units + LINE_UNITS, (halfEntities + 1) / 2, bytes + LINE_BYTES);
    }

    private void add(char c) {
        run = c == before ? run + 1 : 1;
        int half = halfEntities(c);
        units += c == '\t' ? 4 : 1;
        halfEntities += half;
        bytes += bytes(c) + (half > 0 ? TAG_BYTES : 0);
        wordSeen |= Character.isLetterOrDigit(c);
        beforeRun = run == 1 ? before : beforeRun;
        before = c;
    }

    /**
     * The most half entities that begin here. Emphasis takes two runs of its sign, and three signs are two runs. Code and links
     * also cut the emphasis around them in two. Headings and quotes are at the beginning.
     */
    private int halfEntities(char c) {
        int closed = before == '_' && c != '_' ? underscores(c) : 0;
        return closed
                + switch (c) {
                    case '*', '~' -> run == 1 || run == 3 ? 1 : 0;
                    case '`', '<' -> run == 1 ? 2 : 0;
                    case '(' -> before == ']' ? 4 : 0;
                    case '#', '>' -> run == 1 && !wordSeen ? 2 : 0;
                    default -> 0;
                };
    }

    /** Counts a run of underscores. Within a word they are not emphasis, but that shows only at the character after them. */
    private int underscores(char behind) {
        return Character.isLetterOrDigit(beforeRun) && Character.isLetterOrDigit(behind) ? 0 : 2;
    }

    private static int bytes(char c) {
        return switch (c) {
            case '&' -> 5;
            case '<', '>' -> 4;
            case '"' -> 6;
            case '\t' -> 4;
            default -> Size.utf8Length(c);
        };
    }
}
