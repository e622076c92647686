package switchboard.command;

import org.jspecify.annotations.Nullable;
import switchboard.text.Texts;

/** Names that people give to sessions. */
final class Titles {

    /** In characters, as people count them. */
    static final int LONGEST = 64;

    private Titles() {}

    static int length(String title) {
        return title.codePointCount(0, title.length());
    }

    static boolean isTooLong(String title) {
        return length(title) > LONGEST;
    }

    /** The title of a copy of a session with this title. */
    static @Nullable String ofCopy(@Nullable String title) {
        if (title == null) {
            return null;
        }
        var copy = Texts.of("title.copy", title);
        return title.endsWith(Texts.of("title.copy", "")) || isTooLong(copy) ? title : copy;
    }

    static String tooLong(String title) {
        return Texts.of("title.tooLong", LONGEST, length(title));
    }
}
