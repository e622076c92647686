package switchboard.text;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/**
 * The catalogue of texts that people read: {@code switchboard/texts.properties}, a key and its text a line. Arguments are
 * inserted unchanged, so text from elsewhere goes through {@link Markdown} first. A number is a count and gets separators:
 * {@code 1,000}.
 *
 * <p>A text is a {@link MessageFormat}, except that an apostrophe is just an apostrophe. No text needs a brace other than those
 * of its arguments.
 */
public final class Texts {

    /** The language of the catalogue, which also decides the separators in numbers. */
    private static final Locale LANGUAGE = Locale.ENGLISH;

    private static final ResourceBundle CATALOGUE = ResourceBundle.getBundle("switchboard.texts", Locale.ROOT);

    private Texts() {}

    /** The text with its arguments, {@code {0}} being the first. */
    public static String of(String key, Object... arguments) {
        var pattern = CATALOGUE.getString(key).replace("'", "''");
        return new MessageFormat(pattern, LANGUAGE).format(arguments);
    }

    /** The sentences joined by blanks, without the empty ones. */
    public static String together(String... sentences) {
        return Arrays.stream(sentences).filter(each -> !each.isEmpty()).collect(Collectors.joining(" "));
    }
}
