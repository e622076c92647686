package switchboard.text;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/**
 * The catalogue of texts that people read: {@code switchboard/texts.properties}, a key and its text a line. An argument is put in
 * as it is: foreign words go through {@link Markdown} first. A number is a count and is grouped: {@code 1,000}.
 *
 * <p>A text is a {@link MessageFormat}, except that an apostrophe is an apostrophe: no text needs a brace that is not an
 * argument's.
 */
public final class Texts {

    /** Of the catalogue; numbers are grouped as it has them. */
    private static final Locale LANGUAGE = Locale.ENGLISH;

    private static final ResourceBundle CATALOGUE = ResourceBundle.getBundle("switchboard.texts", Locale.ROOT);

    private Texts() {}

    /** The text with its arguments, {@code {0}} being the first. */
    public static String of(String key, Object... arguments) {
        var pattern = CATALOGUE.getString(key).replace("'", "''");
        return new MessageFormat(pattern, LANGUAGE).format(arguments);
    }

    /** Sentences one after the other, without the empty ones. */
    public static String together(String... sentences) {
        return Arrays.stream(sentences).filter(each -> !each.isEmpty()).collect(Collectors.joining(" "));
    }
}
