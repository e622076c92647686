package switchboard.diff;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Names of files as git writes them: those with special characters in quotes, as in C. Pure. */
final class GitNames {

    private static final String LETTERS = "abtnvfr\"\\";
    private static final String CHARACTERS = "\u0007\b\t\n\u000b\f\r\"\\";
    private static final int OCTAL_DIGITS = 3;

    private GitNames() {}

    static String unquoted(String written) {
        if (!written.startsWith("\"") || !written.endsWith("\"") || written.length() < 2) {
            return written;
        }
        var bytes = new ByteArrayOutputStream();
        var inside = written.substring(1, written.length() - 1);
        for (var at = 0; at < inside.length(); at++) {
            var escaped = inside.charAt(at) == '\\' && at + 1 < inside.length();
            if (!escaped) {
                var next = inside.codePointAt(at);
                bytes.writeBytes(Character.toString(next).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(next) - 1;
            } else if (LETTERS.indexOf(inside.charAt(at + 1)) >= 0) {
                at++;
                bytes.write(CHARACTERS.charAt(LETTERS.indexOf(inside.charAt(at))));
            } else {
                bytes.write(octal(inside, at + 1));
                at += OCTAL_DIGITS;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int octal(String text, int at) {
        try {
            return Integer.parseInt(text, at, Math.min(text.length(), at + OCTAL_DIGITS), 8);
        } catch (NumberFormatException foreign) {
            throw new IllegalArgumentException("no name of git's", foreign);
        }
    }
}
