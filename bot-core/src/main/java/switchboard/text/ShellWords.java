package switchboard.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads text as a POSIX shell does: blanks separate words; {@code '...'} is taken literally; in {@code "..."} a backslash makes
 * one of {@code " \ $ `} plain; elsewhere a backslash makes any character plain. Nothing is expanded.
 */
public final class ShellWords {

    private static final String ESCAPED_IN_QUOTES = "\"\\$`";

    /** No quote is open. */
    private static final char NONE = 0;

    private final String text;
    private final boolean blanksPart;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote = NONE;
    private boolean endsInBackslash;

    private ShellWords(String text, boolean blanksPart) {
        this.text = text;
        this.blanksPart = blanksPart;
        read();
    }

    /**
     * @throws IllegalArgumentException if a quote is not closed or the text ends in a backslash; its message is half a sentence
     *     that says which
     */
    public static List<String> split(String text) {
        var read = new ShellWords(text, true);
        if (read.quote != NONE) {
            throw new IllegalArgumentException(Texts.of("setting.openQuote", read.quote));
        }
        if (read.endsInBackslash) {
            throw new IllegalArgumentException(Texts.of("setting.backslash"));
        }
        return List.copyOf(read.words);
    }

    /** The text as one word, with its blanks and with a backslash at its end; empty if a quote is not closed. */
    public static Optional<String> unquote(String text) {
        var read = new ShellWords(text, false);
        return read.quote == NONE ? Optional.of(String.join("", read.words)) : Optional.empty();
    }

    private void read() {
        for (var at = 0; at < text.length(); at++) {
            var next = text.charAt(at);
            if (next == '\\' && isEscape(at)) {
                at++;
                add(text.charAt(at));
            } else if (quote != NONE && next == quote) {
                quote = NONE;
            } else if (quote == NONE && (next == '\'' || next == '"')) {
                quote = next;
                inWord = true;
            } else if (quote == NONE && blanksPart && Character.isWhitespace(next)) {
                end();
            } else {
                add(next);
            }
        }
        end();
    }

    private boolean isEscape(int at) {
        if (at + 1 == text.length()) {
            endsInBackslash = true;
            return false;
        }
        return switch (quote) {
            case '\'' -> false;
            case '"' -> ESCAPED_IN_QUOTES.indexOf(text.charAt(at + 1)) >= 0;
            default -> true;
        };
    }

    private void add(char next) {
        word.append(next);
        inWord = true;
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
