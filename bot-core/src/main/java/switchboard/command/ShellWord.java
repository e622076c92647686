package switchboard.command;

import java.util.Optional;

/** A path as people quote it for a shell, or as a phone makes of it: {@code "my dir"}, {@code 'my dir'}, {@code my\\ dir}. Pure. */
final class ShellWord {

    private static final String OPENING = "“„«‘‚";
    private static final String CLOSING = "”“»’‘";

    private ShellWord() {}

    /** What a shell makes of it; empty if nothing in it is quoted or a quote has no end. */
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
        var word = new StringBuilder();
        var quote = ' ';
        var i = 0;
        while (i < typed.length()) {
            var next = typed.charAt(i++);
            if (next == '\\' && quote != '\'' && i < typed.length()) {
                word.append(quote == '"' && "\"\\$`".indexOf(typed.charAt(i)) < 0 ? "\\" : "")
                        .append(typed.charAt(i++));
            } else if (next == quote) {
                quote = ' ';
            } else if (quote == ' ' && (next == '"' || next == '\'')) {
                quote = next;
            } else {
                word.append(next);
            }
        }
        return quote != ' ' || word.length() == typed.length() ? Optional.empty() : Optional.of(word.toString());
    }

    /** The path so that {@link #unquote} gives it back, quoted where it has to be. */
    static String quote(String path) {
        var isPlain = path.equals(path.strip()) && unquote(path).isEmpty() && !path.contains("\n");
        return isPlain ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
