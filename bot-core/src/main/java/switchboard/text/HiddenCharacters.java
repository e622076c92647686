package switchboard.text;

import java.util.regex.Pattern;

/**
 * Characters that nobody sees, and that make a name look like something else: control characters, also those beyond ASCII, marks
 * of direction and other formats, separators of lines and paragraphs, and halves of pairs. Pure.
 */
public final class HiddenCharacters {

    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    /** All but the formats that a name may need, such as what joins an emoji. */
    private static final Pattern NEEDLESS =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]");

    private HiddenCharacters() {}

    /** The text with this in place of each of them. */
    public static String replaced(String text, String by) {
        return HIDDEN.matcher(text).replaceAll(by);
    }

    /** The text without those that no name needs. */
    public static String removed(String text) {
        return NEEDLESS.matcher(text).replaceAll("");
    }
}
