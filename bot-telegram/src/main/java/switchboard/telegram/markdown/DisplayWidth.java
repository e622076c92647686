package switchboard.telegram.markdown;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the columns of a text in a fixed-width font. East Asian wide and full-width characters (Unicode UAX 11, classes W and F)
 * and emoji take two; marks and other characters without a body take none. A grapheme counts once, even if it has many code
 * points.
 */
final class DisplayWidth {

    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final int EMOJI_PRESENTATION = 0xFE0F;

    /** First and last code point of each wide range, in order. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3,
        0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F200,
        0x1F2FF, 0x20000, 0x3FFFD
    };

    private DisplayWidth() {}

    static int of(String text) {
        if (text.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
            return text.length();
        }
        int width = 0;
        Matcher graphemes = GRAPHEME.matcher(text);
        while (graphemes.find()) {
            width += ofGrapheme(graphemes.group());
        }
        return width;
    }

    private static int ofGrapheme(String grapheme) {
        int first = grapheme.codePointAt(0);
        if (Character.isEmojiPresentation(first) || grapheme.indexOf(EMOJI_PRESENTATION) > 0 || isWide(first)) {
            return 2;
        }
        return switch (Character.getType(first)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> 1;
        };
    }

    private static boolean isWide(int codePoint) {
        for (int i = 0; i < WIDE.length && codePoint >= WIDE[i]; i += 2) {
            if (codePoint <= WIDE[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
