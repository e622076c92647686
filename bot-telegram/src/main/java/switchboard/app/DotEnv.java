package switchboard.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import switchboard.text.Texts;

/**
 * A {@code .env} file: {@code NAME=value} on each line, with or without {@code export}; comments after {@code #}. Values in
 * single quotes are taken literally; in double quotes {@code \"} and {@code \\} are single characters.
 */
final class DotEnv {

    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_]\\w*)\\s*=\\s*(.*)");

    private static final Pattern QUOTED =
            Pattern.compile("(?:'(?<single>[^']*)'|\"(?<both>(?:[^\"\\\\]|\\\\.)*)\")\\s*(?:#.*)?");

    private static final Pattern COMMENT = Pattern.compile("(^|\\s+)#.*");

    private DotEnv() {}

    /**
     * Reads a file. Names become upper case; if a name comes twice, the last one counts.
     *
     * @throws IllegalArgumentException with one sentence for a person, which never quotes a value
     */
    static Map<String, String> read(Path file) {
        var values = new HashMap<String, String>();
        var number = 0;
        for (var line : lines(file)) {
            number++;
            var text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                var where = file + ", line " + number;
                var parts = LINE.matcher(text);
                if (!parts.matches()) {
                    throw new IllegalArgumentException(Texts.of("dotEnv.line", where));
                }
                values.put(parts.group(1).toUpperCase(Locale.ROOT), value(parts.group(2), where));
            }
        }
        return values;
    }

    private static List<String> lines(Path file) {
        try {
            var content = Files.readString(file);
            return (content.startsWith("\uFEFF") ? content.substring(1) : content)
                    .lines()
                    .toList();
        } catch (CharacterCodingException notUtf8) {
            throw new IllegalArgumentException(Texts.of("dotEnv.utf8", file), notUtf8);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(Texts.of("dotEnv.unreadable", file, unreadable), unreadable);
        }
    }

    private static String value(String text, String where) {
        if (!text.startsWith("'") && !text.startsWith("\"")) {
            return COMMENT.matcher(text).replaceFirst("");
        }
        var quoted = QUOTED.matcher(text);
        if (!quoted.matches()) {
            throw new IllegalArgumentException(Texts.of("dotEnv.quote", where));
        }
        var asItStands = quoted.group("single");
        return asItStands != null ? asItStands : quoted.group("both").replaceAll("\\\\([\"\\\\])", "$1");
    }
}
