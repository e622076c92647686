package switchboard.command;

import java.util.Optional;
import switchboard.text.ShellWords;

/**
 * A path quoted as for a shell, also with a phone's typographic quotes: {@code "my dir"}, {@code 'my dir'}, {@code my\\ dir}.
 * Pure.
 */
final class QuotedPath {

    private static final String OPENING = "“„«‘‚";
    private static final String CLOSING = "”“»’‘";

    private QuotedPath() {}

    /** The path itself; empty if nothing in it is quoted or a quote has no end. */
    static Optional<String> unquote(String typed) {
        return typographic(typed).or(() -> shell(typed));
    }

    private static Optional<String> typographic(String typed) {
        var kind = typed.length() < 2 ? -1 : OPENING.indexOf(typed.charAt(0));
        var last = typed.isEmpty() ? ' ' : typed.charAt(typed.length() - 1);
        return kind >= 0 && (last == CLOSING.charAt(kind) || last == '”')
                ? Optional.of(typed.substring(1, typed.length() - 1))
                : Optional.empty();
    }

    private static Optional<String> shell(String typed) {
        return ShellWords.unquote(typed).filter(word -> word.length() < typed.length());
    }

    /** The path, quoted if {@link #unquote} needs that to give it back. */
    static String quote(String path) {
        var isPlain =
                path.chars().noneMatch(Character::isWhitespace) && unquote(path).isEmpty();
        return isPlain ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
