package switchboard.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes hidden characters visible, because a person must see exactly what they are asked to allow. */
public final class VisibleText {

    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    /** Emoji sequences that need invisible characters: variants, joined ones, keycaps, the flags of Unicode's list. */
    private static final Pattern EMOJI = Pattern.compile("(?x) [0-9\\#*] \\uFE0F \\u20E3"
            + "| \\x{1F3F4} (?: \\x{E0067}\\x{E0062} (?: \\x{E0065}\\x{E006E}\\x{E0067}"
            + "    | \\x{E0073}\\x{E0063}\\x{E0074} | \\x{E0077}\\x{E006C}\\x{E0073} ) ) \\x{E007F}"
            + "| \\p{IsExtended_Pictographic} (?: \\uFE0F | \\p{IsEmoji_Modifier} )?"
            + "  (?: \\u200D \\p{IsExtended_Pictographic} (?: \\uFE0F | \\p{IsEmoji_Modifier} )? )*");

    /**
     * First and last of the code points that are invisible although their category does not say so: fillers, selectors, blanks.
     */
    private static final int[] INVISIBLE = {
        0x034F, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x2065, 0x2065, 0x2800, 0x2800, 0x3164, 0x3164,
        0xFE00, 0xFE0F, 0xFFA0, 0xFFA0, 0xFFF0, 0xFFFC, 0x1D159, 0x1D159, 0xE0000, 0xE0FFF
    };

    private VisibleText() {}

    /**
     * The text with every hidden character replaced by its code point, such as {@code ⟨U+202E⟩}: controls, bidirectional
     * controls, zero-width characters, fillers, spaces other than the plain one, half surrogate pairs. Line feeds, tabs and
     * well-formed emoji stay.
     */
    public static String reveal(String text) {
        if (text.chars().allMatch(VisibleText::isPlain)) {
            return text;
        }
        var out = new StringBuilder(text.length() + 16);
        Matcher graphemes = GRAPHEME.matcher(text);
        int end = 0;
        while (graphemes.find()) {
            revealEach(text.substring(end, graphemes.start()), out);
            String grapheme = graphemes.group();
            if (EMOJI.matcher(grapheme).matches()) {
                out.append(grapheme);
            } else {
                revealEach(grapheme, out);
            }
            end = graphemes.end();
        }
        revealEach(text.substring(end), out);
        return out.toString();
    }

    private static void revealEach(String part, StringBuilder out) {
        part.codePoints().forEach(codePoint -> {
            if (isHidden(codePoint)) {
                out.append("⟨U+%04X⟩".formatted(codePoint));
            } else {
                out.appendCodePoint(codePoint);
            }
        });
    }

    private static boolean isPlain(int c) {
        return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t';
    }

    private static boolean isHidden(int codePoint) {
        if (isPlain(codePoint)) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> isInvisible(codePoint);
        };
    }

    private static boolean isInvisible(int codePoint) {
        for (int i = 0; i < INVISIBLE.length && codePoint >= INVISIBLE[i]; i += 2) {
            if (codePoint <= INVISIBLE[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
