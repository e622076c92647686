package switchboard.telegram.view;

import java.util.regex.Pattern;

/** The word after the backticks of a fenced code block: the language, and what else stands there. */
final class Fence {

    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9_+#.-]{1,32}");

    private Fence() {}

    /** The language as Telegram takes it, or "". */
    static String language(String info) {
        String word = info.strip().split("\\s", 2)[0];
        return LANGUAGE.matcher(word).matches() ? word : "";
    }

    /** What the info string says besides the language, such as a file name, or "". */
    static String caption(String info) {
        return info.strip().substring(language(info).length()).strip();
    }
}
