package switchboard.guard;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that permission rules close to Claude's {@code Read}. Their patterns are those of {@code .gitignore}: a name alone matches
 * at any depth, and what matches closes all that is below. Where a rule may be read in two ways, both are closed. Immutable.
 */
public final class DeniedReads {

    private static final Pattern RULE = Pattern.compile("Read(?:\\((.*)\\))?", Pattern.DOTALL);

    /** The parts of a pattern that are not literal. */
    private static final Pattern SPECIAL =
            Pattern.compile("/\\*\\*/|\\*\\*|\\*|\\?|\\[[^\\]]*\\]|\\\\(.)", Pattern.DOTALL);

    static final DeniedReads NONE = new DeniedReads(List.of());

    private final List<Pattern> patterns;

    private DeniedReads(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * @param rules the rules that deny something, of any tool
     * @param directory of the session
     * @param home of the user
     * @param config the directory of the user's own settings
     */
    public static DeniedReads of(List<String> rules, Path directory, Path home, Path config) {
        return new DeniedReads(rules.stream()
                .map(RULE::matcher)
                .filter(Matcher::matches)
                .map(rule -> Optional.ofNullable(rule.group(1)).orElse("//**"))
                .flatMap(pattern -> patterns(pattern, directory, home, config))
                .toList());
    }

    boolean denies(Path path) {
        var text = path.toAbsolutePath().normalize().toString();
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    private static Stream<Pattern> patterns(String pattern, Path directory, Path home, Path config) {
        if (pattern.startsWith("//")) {
            return anchored(Path.of("/"), pattern.substring(2));
        }
        if (pattern.startsWith("~/")) {
            return anchored(home, pattern.substring(2));
        }
        if (pattern.startsWith("/")) { // from the directory of the settings that have the rule
            return Stream.of(directory, home, config).flatMap(base -> anchored(base, pattern.substring(1)));
        }
        var below = pattern.startsWith("./") ? pattern.substring(2) : pattern;
        var isName = below.indexOf('/') < 0 || below.indexOf('/') == below.length() - 1;
        return anchored(directory, isName ? "**/" + below : below);
    }

    /** As it is named and with links of the base resolved. */
    private static Stream<Pattern> anchored(Path base, String pattern) {
        return Stream.of(base.toAbsolutePath().normalize(), ClosedPaths.real(base.toAbsolutePath()))
                .distinct()
                .map(root -> Pattern.compile(
                        Pattern.quote(root.toString().replaceFirst("/$", "")) + regex("/" + pattern), Pattern.DOTALL));
    }

    private static String regex(String pattern) {
        var below = pattern.replaceFirst("/+$", "");
        var regex = new StringBuilder();
        var special = SPECIAL.matcher(below);
        var end = 0;
        while (special.find()) {
            regex.append(Pattern.quote(below.substring(end, special.start()))).append(regexOf(special));
            end = special.end();
        }
        return regex.append(Pattern.quote(below.substring(end)))
                .append("(/.*)?")
                .toString();
    }

    private static String regexOf(Matcher special) {
        return switch (special.group()) {
            case "/**/" -> "/(.*/)?";
            case "**" -> ".*";
            case "*" -> "[^/]*";
            case "?" -> "[^/]";
            default ->
                special.group(1) == null
                        ? "[^/]" // any character, which is more than the set
                        : Pattern.quote(special.group(1));
        };
    }
}
