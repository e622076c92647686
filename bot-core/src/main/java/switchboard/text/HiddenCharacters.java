package switchboard.text;

import java.util.regex.Pattern;

/**
 * Characters that nobody sees, and that make a name look like something else: control characters, also those beyond ASCII, marks
 * of direction and other formats, separators of lines and paragraphs, and halves of pairs. Pure.
 */
public final class HiddenCharacters {

    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private HiddenCharacters() {}

    /** The text with this in place of each of them. */
    public static String replaced(String text, String by) {
        return HIDDEN.matcher(text).replaceAll(by);
    }
}
