package switchboard.text;

import java.util.regex.Pattern;

/** What a program has printed for a terminal, as plain text. Pure. */
public final class TerminalText {

    /** Colours, moves of the cursor, titles of windows and the like, also in the form of one byte. */
    private static final Pattern ESCAPE = Pattern.compile("(?:\\e\\[|\\x9b)[0-?]*+[ -/]*+[@-~]?"
            + "|(?:\\e[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x9c\\e\\n]*+(?:\\x07|\\x9c|\\e\\\\)?"
            + "|\\e[ -/]*+[0-~]?");

    private static final Pattern STRUCK_OVER = Pattern.compile("[^\\n\\x08]\\x08");

    /** All controls but tabs and line ends. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\t\\n]]");

    private TerminalText() {}

    /** The text as a terminal leaves it: without escape sequences, and of a line that was written over only its last form. */
    public static String plain(String printed) {
        var text = ESCAPE.matcher(printed).replaceAll("");
        if (text.indexOf('\r') >= 0) {
            text = lastForms(text);
        }
        if (text.indexOf('\b') >= 0) {
            text = STRUCK_OVER.matcher(text).replaceAll("");
        }
        return CONTROL.matcher(text).replaceAll("");
    }

    /** What comes after the last return of each line. */
    private static String lastForms(String text) {
        var out = new StringBuilder(text.length());
        for (var from = 0; from < text.length(); ) {
            var newline = text.indexOf('\n', from);
            var end = newline < 0 ? text.length() : newline;
            var last = end;
            while (last > from && text.charAt(last - 1) == '\r') {
                last--;
            }
            var first = last;
            while (first > from && text.charAt(first - 1) != '\r') {
                first--;
            }
            out.append(text, first, last).append(text, end, Math.min(end + 1, text.length()));
            from = end + 1;
        }
        return out.toString();
    }
}
