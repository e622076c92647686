package switchboard.model;

import java.util.regex.Pattern;
import switchboard.text.HiddenCharacters;

/** A name that somebody gives to something, as it may be shown among other words. Pure. */
public final class Label {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Letters, digits and signs, without the fillers among them, which show nothing. */
    private static final Pattern SEEN =
            Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}&&[^\\u115f\\u1160\\u2800\\u3164\\uffa0]]");

    private Label() {}

    /** The name on one line, without characters that nobody sees; empty if it has no visible character. */
    public static String of(String given) {
        var line =
                HiddenCharacters.removed(BLANKS.matcher(given).replaceAll(" ")).strip();
        return SEEN.matcher(line).find() ? line : "";
    }
}
