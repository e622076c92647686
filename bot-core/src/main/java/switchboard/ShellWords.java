package switchboard;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into words as a POSIX shell does: blanks part words; {@code '...'} is taken as it is; in {@code "..."} a
 * backslash makes one of {@code " \ $ `} plain; elsewhere a backslash makes any character plain. Nothing is expanded.
 */
final class ShellWords {

    private static final String ESCAPED_IN_QUOTES = "\"\\$`";

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if a quote is not closed or the text ends in a backslash; says so in half a sentence */
    static List<String> split(String text) {
        return new ShellWords(text).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            var next = text.charAt(at++);
            if (Character.isWhitespace(next)) {
                end();
            } else {
                inWord = true;
                switch (next) {
                    case '\'' -> quoted();
                    case '"' -> doubleQuoted();
                    case '\\' -> word.append(escaped());
                    default -> word.append(next);
                }
            }
        }
        end();
        return List.copyOf(words);
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void quoted() {
        var end = text.indexOf('\'', at);
        if (end < 0) {
            throw unclosed('\'');
        }
        word.append(text, at, end);
        at = end + 1;
    }

    private void doubleQuoted() {
        while (at < text.length()) {
            var next = text.charAt(at++);
            if (next == '"') {
                return;
            }
            var isEscape = next == '\\' && at < text.length() && ESCAPED_IN_QUOTES.indexOf(text.charAt(at)) >= 0;
            word.append(isEscape ? escaped() : next);
        }
        throw unclosed('"');
    }

    private char escaped() {
        if (at == text.length()) {
            throw new IllegalArgumentException(
                    "ends in a backslash that stands for nothing: leave it out or double it");
        }
        return text.charAt(at++);
    }

    private static IllegalArgumentException unclosed(char quote) {
        return new IllegalArgumentException("has a quote (" + quote + ") that is never closed: add the second one");
    }
}
