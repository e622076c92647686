package switchboard.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Expands variables, braces and {@code ~} in the words of a command. Characters with a special meaning, such as {@code *}, become
 * marks that no text contains; see {@link Globs}. Used by one thread.
 */
final class WordExpansion {

    /** Stands for unknown text. */
    static final char UNKNOWN = '\uE000';

    static final char STAR = '\uE001';
    static final char ANY = '\uE002';
    static final char SET = '\uE003';
    private static final char OPEN = '\uE004';
    private static final char CLOSE = '\uE005';
    private static final char COMMA = '\uE006';
    private static final char TILDE = '\uE007';

    private static final String PLAIN = "*?[{},~";
    private static final String MARKED = "" + STAR + ANY + SET + OPEN + CLOSE + COMMA + TILDE;

    /** The most words that one word may expand to. */
    private static final int MOST = 1_000;

    private static final Pattern CHANGED = Pattern.compile("(\\w+)(?:%(?!%?/\\*)|/).*", Pattern.DOTALL);

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Map<String, List<String>> variables;
    private final String home;

    /** @param variables the possible values of each variable; may change */
    WordExpansion(Map<String, List<String>> variables, String home) {
        this.variables = variables;
        this.home = home;
    }

    /**
     * All possible expansions of a word.
     *
     * @throws Globs.TooMany if there are too many
     */
    List<String> of(Shell.Word word) {
        return bounded(
                unbraced(word).stream().flatMap(value -> braces(value).stream()).map(this::tilde));
    }

    private List<String> unbraced(Shell.Word word) {
        var values = List.of("");
        for (var piece : word.pieces()) {
            var more = switch (piece) {
                case Shell.Text text -> List.of(text.quoted() ? text.text() : marked(text.text()));
                case Shell.Variable variable -> values(variable);
                case Shell.Either either ->
                    Stream.concat(values(either.variable()).stream(), unbraced(either.word()).stream())
                            .toList();
                case Shell.Unknown unknown -> changed(unknown.text());
            };
            var begun = values;
            values = bounded(begun.stream().flatMap(each -> more.stream().map(each::concat)));
        }
        return values;
    }

    /** A variable's values; if it is not quoted, also the words of these values. */
    private List<String> values(Shell.Variable variable) {
        var values = variables.getOrDefault(variable.name(), List.of(UNKNOWN + ""));
        return variable.quoted()
                ? values
                : values.stream()
                        .map(WordExpansion::marked)
                        .flatMap(value -> Stream.concat(Stream.of(value), BLANKS.splitAsStream(value.strip())))
                        .distinct()
                        .toList();
    }

    /** {@code ${NAME%.txt}}, {@code ${NAME/a/b}}: an unknown file in the directory of the variable's path. */
    private List<String> changed(String expansion) {
        var name = CHANGED.matcher(expansion);
        var values = name.matches() ? variables.getOrDefault(name.group(1), List.of()) : List.<String>of();
        return values.isEmpty()
                ? List.of(UNKNOWN + "")
                : values.stream()
                        .map(value -> value.contains("/") ? value.substring(0, value.lastIndexOf('/') + 1) : "./")
                        .map(directory -> directory + UNKNOWN)
                        .toList();
    }

    private static List<String> bounded(Stream<String> words) {
        var list = words.limit(MOST + 1L).toList();
        if (list.size() > MOST) {
            throw new Globs.TooMany();
        }
        return list;
    }

    /** The text of a word as it is written. */
    static String literal(Shell.Word word) {
        return word.pieces().stream()
                .map(piece -> switch (piece) {
                    case Shell.Text text -> text.text();
                    case Shell.Variable variable -> "$" + variable.name();
                    case Shell.Either either -> literal(either.word());
                    case Shell.Unknown unknown -> unknown.text();
                })
                .collect(Collectors.joining());
    }

    /** The text with the marks turned back into their characters. */
    static String plain(String value) {
        var plain = new StringBuilder(value);
        for (var i = 0; i < plain.length(); i++) {
            var mark = MARKED.indexOf(plain.charAt(i));
            if (mark >= 0) {
                plain.setCharAt(i, PLAIN.charAt(mark));
            }
        }
        return plain.toString();
    }

    private static String marked(String text) {
        var marked = new StringBuilder(text);
        for (var i = 0; i < marked.length(); i++) {
            var plain = PLAIN.indexOf(marked.charAt(i));
            if (plain >= 0) {
                marked.setCharAt(i, MARKED.charAt(plain));
            }
        }
        return marked.toString();
    }

    private String tilde(String value) {
        var expanded = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c != TILDE) {
                expanded.append(c);
                continue;
            }
            var isAtStart = i == 0 || "=:".indexOf(value.charAt(i - 1)) >= 0;
            if (!isAtStart) {
                expanded.append('~');
                continue;
            }
            var end = i + 1;
            while (end < value.length() && "/:".indexOf(value.charAt(end)) < 0) {
                end++;
            }
            var name = value.substring(i + 1, end);
            expanded.append(name.isEmpty() || home.endsWith("/" + name) ? home : UNKNOWN + ""); // another user's home
            i = end - 1;
        }
        return expanded.toString();
    }

    private static List<String> braces(String value) {
        var open = value.indexOf(OPEN);
        while (open >= 0) {
            var parts = parts(value, open);
            if (parts.size() > 2) {
                var rest = parts.removeLast();
                var begun = value.substring(0, open);
                return parts.stream()
                        .flatMap(part -> braces(begun + part + rest).stream())
                        .limit(MOST + 1L)
                        .toList();
            }
            if (parts.size() == 2 && parts.getFirst().contains("..")) { // a range of any kind
                return braces(value.substring(0, open) + STAR + parts.getLast());
            }
            open = value.indexOf(OPEN, open + 1);
        }
        return List.of(plainBraces(value));
    }

    /** The parts between the commas, and the text after the brace; fewer than three if it is not a brace expansion. */
    private static List<String> parts(String value, int open) {
        var parts = new ArrayList<String>();
        var depth = 0;
        var from = open + 1;
        for (var i = open; i < value.length(); i++) {
            var c = value.charAt(i);
            depth += c == OPEN ? 1 : c == CLOSE ? -1 : 0;
            if ((depth == 1 && c == COMMA) || depth == 0) {
                parts.add(value.substring(from, i));
                from = i + 1;
            }
            if (depth == 0) {
                parts.add(value.substring(from));
                return parts;
            }
        }
        return new ArrayList<>();
    }

    private static String plainBraces(String value) {
        return value.replace(OPEN, '{').replace(CLOSE, '}').replace(COMMA, ',');
    }
}
