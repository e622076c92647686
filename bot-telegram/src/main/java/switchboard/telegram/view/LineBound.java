package switchboard.telegram.view;

import switchboard.telegram.view.MessageSplitter.Limits;

/**
 * Counts what source text can take of a message at most, character by character, without parsing it: as if nothing of the markup vanished
 * and all of it took effect. It only ever grows with the text, which keeps the cuts where they are while an answer is still being written;
 * the exact size does not (a closing {@code **} makes a text shorter).
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
    private char twoBefore;

    /** The bound of a line, without its line end. A table's row may repeat the table's head or be padded. */
    static Size of(String text, int start, int end, int tableHead) {
        if (start == end) {
            return new Size(1, 0, 1);
        }
        LineBound bound = new LineBound();
        for (int i = start; i < end; i++) {
            bound.add(text.charAt(i));
        }
        int extra = tableHead > 0 ? tableHead + TableLayout.MAX_WIDTH : 0;
        return bound.size().plus(new Size(extra, 0, extra));
    }

    /** How many characters from {@code start} on surely fit beside {@code used}. */
    static int fitting(String text, int start, int end, Size used, Limits limits) {
        LineBound bound = new LineBound();
        for (int i = start; i < end; i++) {
            bound.add(text.charAt(i));
            if (!used.plus(bound.size()).within(limits)) {
                return i - start;
            }
        }
        return end - start;
    }

    private Size size() {
        return new Size(units + LINE_UNITS, (halfEntities + 1) / 2, bytes + LINE_BYTES);
    }

    private void add(char c) {
        units += c == '\t' ? 4 : 1;
        bytes += bytes(c);
        int half = halfEntities(c);
        halfEntities += half;
        bytes += half > 0 ? TAG_BYTES : 0;
        wordSeen |= Character.isLetterOrDigit(c);
        twoBefore = before;
        before = c;
    }

    /**
     * How many half entities begin here at most: emphasis takes two runs of its sign, code and links also cut the emphasis around them in
     * two, headings and quotes stand at the beginning. An underscore within a word is none, which shows only at the next character.
     */
    private int halfEntities(char c) {
        int underscore = before == '_' && c != '_' && !isInWord(c) ? 1 : 0;
        if (c == before) {
            return underscore;
        }
        return underscore
                + switch (c) {
                    case '*', '~' -> 1;
                    case '`', '<' -> 2;
                    case '(' -> before == ']' ? 4 : 0;
                    case '#', '>' -> wordSeen ? 0 : 2;
                    default -> 0;
                };
    }

    private boolean isInWord(char after) {
        return Character.isLetterOrDigit(twoBefore) && Character.isLetterOrDigit(after);
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
