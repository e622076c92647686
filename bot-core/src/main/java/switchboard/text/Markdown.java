package switchboard.text;

import java.util.regex.Pattern;

/** Puts text from elsewhere into Markdown so that Markdown changes nothing in it. */
public final class Markdown {

    /** Markdown drops plain spaces at the start of a line, but not these. */
    public static final String INDENT = "\u00a0\u00a0";

    private static final int LEAST_FENCE = 3;

    private static final Pattern SPECIAL = Pattern.compile("([\\\\`*_{}\\[\\]<>()#+!|~&-])");

    private Markdown() {}

    /** The words as plain text. */
    public static String text(Object words) {
        return SPECIAL.matcher(String.valueOf(words).replace('\n', ' ')).replaceAll("\\\\$1");
    }

    /** A code span. */
    public static String code(Object words) {
        var text = String.valueOf(words).replace('\n', ' ');
        var fence = "`".repeat(longestRun(text) + 1);
        var padding = text.startsWith("`") || text.endsWith("`") || text.isBlank() ? " " : "";
        return fence + padding + text + padding + fence;
    }

    /**
     * A code block that its content cannot end.
     *
     * @param language empty for none
     */
    public static String block(String language, String content) {
        var fence = "`".repeat(Math.max(LEAST_FENCE, longestRun(content) + 1));
        return fence + language + "\n" + content + "\n" + fence;
    }

    /** The lines of a quote. */
    public static String quote(String markdown) {
        return "> " + markdown.replace("\n", "\n> ");
    }

    private static int longestRun(String text) {
        var longest = 0;
        var run = 0;
        for (var i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
