package switchboard.command;

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

    static String tooLong(String title) {
        return Texts.of("title.tooLong", LONGEST, length(title));
    }
}
