package switchboard.command;

import java.util.regex.Pattern;

/** Names that people give to sessions. */
final class Titles {

    /** In characters, as people count them. */
    static final int LONGEST = 64;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Control characters, and those that turn the direction of what follows. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    private Titles() {}

    /** The name on one line, without control characters; may be empty or too long. */
    static String clean(String typed) {
        return UNSEEN.matcher(BLANKS.matcher(typed).replaceAll(" "))
                .replaceAll("")
                .strip();
    }

    static int length(String title) {
        return title.codePointCount(0, title.length());
    }

    static boolean isTooLong(String title) {
        return length(title) > LONGEST;
    }

    static String tooLong(String title) {
        return "A title has at most " + LONGEST + " characters; this one has " + length(title) + ".";
    }
}
