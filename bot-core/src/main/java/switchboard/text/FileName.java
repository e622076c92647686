package switchboard.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names for texts that people get as files, made of the first words that tell what they are about: {@code fix-the-login-test.md}.
 * Letters and digits of any language, and hyphens. Pure.
 */
public final class FileName {

    private static final int MOST_WORDS = 6;
    private static final int LONGEST = 48;

    /** A text's title is looked for in so much of it. */
    private static final int MOST_READ = 4_000;

    private static final Pattern HEADING = Pattern.compile("(?m)^ {0,3}#{1,6}[ \\t]+(.*\\S)");
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]*)]\\([^)]*\\)");
    private static final Pattern APOSTROPHE = Pattern.compile("(?<=\\p{L})['’](?=\\p{L})");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private FileName() {}

    /**
     * The name of a Markdown text: its first heading, else its first words.
     *
     * @param kind the name if it has neither
     * @param ending with the dot
     */
    public static String ofText(String kind, String markdown, String ending) {
        var words = title(markdown);
        return (words.isEmpty() ? kind : words) + ending;
    }

    /** A kind of text and what it is about: {@code plan-move-the-tests.md}. */
    public static String of(String kind, String about, String ending) {
        var words = title(about);
        return (words.isEmpty() ? kind : kind + "-" + words) + ending;
    }

    /** A line in a code block is no heading, whatever it looks like. */
    private static String title(String text) {
        var begins = text.substring(0, Math.min(MOST_READ, text.length()));
        var code = begins.indexOf("```");
        var before = code < 0 ? begins : begins.substring(0, code);
        var heading = HEADING.matcher(before);
        var words = words(heading.find() ? heading.group(1) : before);
        return words.isEmpty() ? words(begins) : words;
    }

    private static String words(String text) {
        var plain = APOSTROPHE.matcher(LINK.matcher(text).replaceAll("$1")).replaceAll("");
        var all = Arrays.stream(BETWEEN_WORDS.split(plain, -1))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .collect(Collectors.joining("-"))
                .toLowerCase(Locale.ROOT);
        return shortened(all);
    }

    /** At the end of a word, if there are several. */
    private static String shortened(String words) {
        if (words.codePointCount(0, words.length()) <= LONGEST) {
            return words;
        }
        var cut = words.substring(0, words.offsetByCodePoints(0, LONGEST));
        var hyphen = cut.lastIndexOf('-');
        return hyphen > 0 ? cut.substring(0, hyphen) : cut;
    }
}
