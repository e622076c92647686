package switchboard.telegram.markdown;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fences of code blocks, and the info string after the backticks: the language and anything else in it. */
public final class Fence {

    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9_+#.-]{1,32}");

    private static final Pattern OPENING = Pattern.compile("(\\s*)(`{3,}(?=[^`]*$)|~{3,})(.*)");

    private Fence() {}

    /** The line that opens the code block in which the text ends, or "". */
    public static String openedBy(String markdown) {
        var opening = "";
        for (String line : markdown.lines().toList()) {
            if (opening.isEmpty()) {
                opening = isOpening(line) ? line.stripTrailing() : "";
            } else if (closes(line.strip(), opening)) {
                opening = "";
            }
        }
        return opening;
    }

    /** The text with its last code block closed, if it was left open. */
    public static String closed(String markdown) {
        Matcher opening = OPENING.matcher(openedBy(markdown));
        return opening.matches() ? markdown + "\n" + opening.group(1) + opening.group(2) : markdown;
    }

    /** Looks for a fence first, because few lines have one and a live message asks for all lines of its answer. */
    private static boolean isOpening(String line) {
        return (line.contains("```") || line.contains("~~~"))
                && OPENING.matcher(line).matches();
    }

    private static boolean closes(String line, String opening) {
        Matcher opened = OPENING.matcher(opening);
        return opened.matches()
                && line.startsWith(opened.group(2))
                && line.chars().allMatch(each -> each == line.charAt(0));
    }

    /** The language in the form that Telegram takes, or "". */
    static String language(String info) {
        String word = info.strip().split("\\s", 2)[0];
        return LANGUAGE.matcher(word).matches() ? word : "";
    }

    /** The rest of the info string, such as a file name, or "". */
    static String caption(String info) {
        return info.strip().substring(language(info).length()).strip();
    }
}
