package switchboard.model;

import java.util.regex.Pattern;

/** A name that somebody gives to something, as it may be shown among other words. Pure. */
public final class Label {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Control characters, separators of lines, and those that turn the direction of what follows. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    /** Letters, digits and signs, without the fillers among them, which show nothing. */
    private static final Pattern SEEN =
            Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}&&[^\\u115f\\u1160\\u2800\\u3164\\uffa0]]");

    private Label() {}

    /** The name on one line, without control characters; empty if it has no visible character. */
    public static String of(String given) {
        var line = UNSEEN.matcher(BLANKS.matcher(given).replaceAll(" "))
                .replaceAll("")
                .strip();
        return SEEN.matcher(line).find() ? line : "";
    }
}
