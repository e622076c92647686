package switchboard.guard;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files that a shell's words reach from where the shell is or may be, and keeps the verdict. Used for one text. */
final class ShellPaths {

    /** Separates a path from the text before it in a word: {@code --file=P}, {@code if=P}, {@code host:P}, {@code @P}. */
    private static final Pattern BEFORE_PATH = Pattern.compile("[=:@,]");

    /** A possible path in the text of a program. */
    private static final Pattern MENTION = Pattern.compile("(~|\\$HOME|\\$\\{HOME})?[\\w.@+/-]*[/.][\\w.@+/-]*");

    private static final Pattern UNKNOWNS = Pattern.compile(WordExpansion.UNKNOWN + "+");

    private static final Pattern LETTERS = Pattern.compile("^-[A-Za-z]*");

    private static final Pattern DIRECTORY =
            Pattern.compile("(?:-[CD]=?|--(?:directory|chdir|cwd|work-tree)=)(.*)", Pattern.DOTALL);

    private static final int MOST_FILES = 20_000;
    private static final int LONGEST_PATH = 4_096;

    private final FileGuard files;
    private final Globs globs;
    private final Globs hidden = new Globs(true, MOST_FILES);
    private final ShellPlaces places;
    private final String home;
    private Verdict verdict = Verdict.OPEN;

    /** @param hiddenToo whether {@code *} also matches names that begin with a dot */
    ShellPaths(FileGuard files, ShellPlaces places, String home, boolean hiddenToo) {
        this.files = files;
        this.places = places;
        this.home = home;
        this.globs = new Globs(hiddenToo, MOST_FILES);
    }

    Verdict verdict() {
        return verdict;
    }

    void and(Verdict other) {
        verdict = verdict.and(other);
    }

    /** Other directories in which a program works because of an option: {@code -C DIR}. */
    List<Path> directories(List<String> arguments) {
        var directories = new ArrayList<Path>();
        var before = "";
        for (var each : arguments) {
            var attached = DIRECTORY.matcher(each);
            var named = DIRECTORY.matcher(before + "=").matches() ? each : attached.matches() ? attached.group(1) : "";
            resolve(named).filter(Files::isDirectory).forEach(directories::add);
            before = each;
        }
        return directories;
    }

    void walk(String program, List<String> arguments, List<String> named) {
        var roots = new ArrayList<Path>();
        var candidates =
                named.stream().flatMap(each -> candidates(each).stream()).toList();
        candidates.forEach(each -> resolve(each).filter(Files::isDirectory).forEach(roots::add));
        var guessed = candidates.stream()
                .flatMap(this::guesses)
                .filter(Files::isDirectory)
                .toList();
        var isInPlace = Programs.walksInPlace(program, arguments) || Programs.lists(program, arguments);
        if (roots.isEmpty() && isInPlace && !isPlaced(program, candidates)) {
            roots.add(places.hereOrRoot());
            roots.addAll(places.others());
        }
        var visible = Programs.passesOverHidden(program, arguments);
        var follows = Programs.followsLinks(program, arguments);
        for (var root : roots) {
            and(files.walk(root, visible, follows));
        }
        guessed.forEach(root -> and(files.walk(root, visible, follows).orAsk()));
    }

    /** Whether the arguments name a place, although no directory was found there. */
    private boolean isPlaced(String program, List<String> candidates) {
        return candidates.stream()
                .anyMatch(each -> each.lastIndexOf('/', each.indexOf(WordExpansion.UNKNOWN)) >= 0
                        || (Programs.listsNamed(program) && resolve(each).anyMatch(Files::exists)));
    }

    /** Checks the places that an argument of a command names if the command shows nothing but names. */
    void names(String argument) {
        candidates(argument).stream()
                .map(ShellPaths::begun)
                .flatMap(this::resolve)
                .map(files::checkName)
                .forEach(this::and);
    }

    /** The directory in which a pattern or an unknown part begins; a path without one is whole. */
    private static String begun(String value) {
        for (var at = 0; at < value.length(); at++) {
            if (Globs.isPattern(value.substring(at, at + 1)) || value.charAt(at) == WordExpansion.UNKNOWN) {
                return value.substring(0, value.lastIndexOf('/', at) + 1);
            }
        }
        return value;
    }

    void paths(String argument, boolean walks) {
        candidates(argument).forEach(each -> path(each, walks));
    }

    /** A word and all parts of it that may be a path. */
    private static List<String> candidates(String argument) {
        var candidates = new ArrayList<String>();
        if (!argument.startsWith("-")) {
            candidates.add(argument);
        } else if (argument.length() > 2 && !argument.startsWith("--")) {
            candidates.add(argument.substring(2));
            candidates.add(LETTERS.matcher(argument).replaceFirst(""));
        }
        var separator = BEFORE_PATH.matcher(argument);
        while (separator.find()) {
            candidates.add(argument.substring(separator.end()).replaceFirst("^//", "/"));
            if (separator.group().equals(":")) { // also the mounted path in P:/x
                candidates.add(argument.substring(0, separator.start()));
            }
        }
        return candidates;
    }

    void path(String value, boolean walks) {
        if (isUnknown(value)) {
            var end = value.substring(value.lastIndexOf(WordExpansion.UNKNOWN) + 1);
            and(files.ending(WordExpansion.plain(value), end));
            and(verdict(guesses(value), value, walks).orAsk());
        } else {
            and(check(places.hereOrRoot(), value, walks));
        }
        for (var other : places.others()) {
            and(check(other, value, walks).orAsk());
        }
    }

    private Verdict check(Path directory, String value, boolean walks) {
        return verdict(resolve(directory, value), value, walks);
    }

    /** The files that a path may mean if it begins in a known directory and has an unknown part. */
    private Stream<Path> guesses(String value) {
        var isBegun = value.indexOf(WordExpansion.UNKNOWN) > 0 && value.length() <= LONGEST_PATH;
        if (!isBegun || value.startsWith("/proc/") || (places.here() == null && !value.startsWith("/"))) {
            return Stream.of();
        }
        var pattern = UNKNOWNS.matcher(value).replaceAll("" + WordExpansion.STAR);
        return hidden.of(places.hereOrRoot(), pattern).stream().filter(Files::exists);
    }

    private Verdict verdict(Stream<Path> paths, String value, boolean walks) {
        var isExact = !Globs.isPattern(value) && value.indexOf(WordExpansion.UNKNOWN) < 0;
        return paths.filter(path -> isExact || walks || !Files.isDirectory(path))
                .filter(path -> isExact || !value.endsWith("/") || Files.isDirectory(path))
                .map(files::check)
                .reduce(Verdict.OPEN, Verdict::and);
    }

    /** The paths that a word means, from every directory where the shell may be. */
    Stream<Path> resolve(String value) {
        return Stream.concat(Stream.of(places.hereOrRoot()), places.others().stream())
                .flatMap(directory -> resolve(directory, value))
                .distinct();
    }

    private Stream<Path> resolve(Path directory, String value) {
        try {
            if (value.isEmpty() || value.length() > LONGEST_PATH || value.indexOf(WordExpansion.UNKNOWN) >= 0) {
                return Stream.of();
            }
            return Globs.isPattern(value)
                    ? globs.of(directory, value).stream()
                    : Stream.of(directory.resolve(WordExpansion.plain(value)));
        } catch (InvalidPathException noPath) {
            return Stream.of();
        }
    }

    /** Checks paths outside of a command's words: in a program's text or in the default of a variable. */
    void mentions(String text) {
        var mention = MENTION.matcher(text);
        while (mention.find()) {
            var path = mention.group().replaceFirst("^(~|\\$HOME|\\$\\{HOME})", Matcher.quoteReplacement(home));
            path(path, false);
            if (path.startsWith("/.")) {
                and(files.ending(path, path)); // the program may append it to a directory
            }
        }
    }

    boolean isUnknown(String path) {
        return path.indexOf(WordExpansion.UNKNOWN) >= 0 || (places.here() == null && !path.startsWith("/"));
    }
}
