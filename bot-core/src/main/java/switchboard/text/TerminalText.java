package switchboard.text;

import java.util.regex.Pattern;

/** What a program has printed for a terminal, as plain text. Pure. */
public final class TerminalText {

    /** Colours, moves of the cursor, titles of windows and the like, also in the form of one byte. */
    private static final Pattern ESCAPE = Pattern.compile("(?:\\e\\[|\\x9b)[0-?]*+[ -/]*+[@-~]?"
            + "|(?:\\e[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x9c\\e\\n]*+(?:\\x07|\\x9c|\\e\\\\)?"
            + "|\\e[ -/]*+[0-~]?");

    /** What a line showed before it was written over. */
    private static final Pattern WRITTEN_OVER = Pattern.compile("[^\\n]*\\r(?=[^\\n])");

    private static final Pattern STRUCK_OVER = Pattern.compile("[^\\n\\x08]\\x08");

    /** All controls but tabs and line ends. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\t\\n]]");

    private TerminalText() {}

    /** The text as a terminal leaves it: without escape sequences, and of a line that was written over only its last form. */
    public static String plain(String printed) {
        var text = ESCAPE.matcher(printed).replaceAll("");
        if (text.indexOf('\r') >= 0) {
            text = text.replaceAll("\\r+\\n", "\n");
            text = WRITTEN_OVER.matcher(text).replaceAll("");
        }
        if (text.indexOf('\b') >= 0) {
            text = STRUCK_OVER.matcher(text).replaceAll("");
        }
        return CONTROL.matcher(text).replaceAll("");
    }
}
