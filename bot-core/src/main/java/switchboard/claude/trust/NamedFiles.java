package switchboard.claude.trust;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files that commands name by path, but not the files that those call in turn. */
final class NamedFiles {

    /** An expression for the project's directory in a command, with or without quotes around it. */
    private static final Pattern PROJECT = alone(
            "\\$(?:\\{(?:CLAUDE_PROJECT_DIR|PWD)(?::-[^}]*)?}|CLAUDE_PROJECT_DIR|PWD|\\((?:pwd|git rev-parse --show-toplevel)\\))");

    private static final Pattern HOME = alone("(?:~|\\$HOME|\\$\\{HOME})");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
    private static final Pattern BREAKS = Pattern.compile("[\\s\"'`;&|()<>=,{}]+");

    /** Directories whose files belong to the machine and change with its updates. */
    private static final List<Path> SYSTEM = Stream.of(
                    "/usr",
                    "/bin",
                    "/sbin",
                    "/lib",
                    "/lib64",
                    "/etc",
                    "/opt",
                    "/nix",
                    "/snap",
                    "/proc",
                    "/sys",
                    "/dev",
                    "/Applications",
                    "/Library",
                    "/System")
            .map(Path::of)
            .toList();

    private static final int MOST_WORDS = 200;
    private static final int LONGEST_WORD = 1_000;

    private final List<Path> bases;
    private final Path home;

    /** @param bases the directories to which a relative path may be relative */
    NamedFiles(List<Path> bases, Path home) {
        this.bases = bases;
        this.home = home;
    }

    /** The possible places of the files that a command names. */
    Stream<Path> candidates(String command) {
        return words(command).stream().flatMap(this::resolve).distinct();
    }

    /** The variable, with or without quotes, but only before a slash. */
    private static Pattern alone(String variable) {
        return Pattern.compile("(?:\"" + variable + "\"|" + variable + ")(?=/)");
    }

    private Set<String> words(String command) {
        var here = PROJECT.matcher(command).replaceAll(".");
        var expanded = HOME.matcher(here).replaceAll(Matcher.quoteReplacement(home.toString()));
        var words = new LinkedHashSet<String>();
        words.add(expanded.strip());
        QUOTED.matcher(expanded)
                .results()
                .forEach(found -> words.add(found.group(1) == null ? found.group(2) : found.group(1)));
        BREAKS.splitAsStream(expanded).limit(MOST_WORDS).forEach(words::add);
        words.removeIf(word -> word.isBlank() || word.length() > LONGEST_WORD);
        return words;
    }

    private Stream<Path> resolve(String word) {
        try {
            var path = Path.of(word);
            if (path.isAbsolute()) {
                return Stream.of(path.normalize())
                        .filter(each -> SYSTEM.stream().noneMatch(each::startsWith));
            }
            return bases.stream().map(base -> base.resolve(path).normalize());
        } catch (InvalidPathException noPath) {
            return Stream.empty();
        }
    }
}
