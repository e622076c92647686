package switchboard.guard;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a shell's text reaches closed files, by name, pattern, link or a walk through a directory. Follows {@code cd} and
 * variables. Used for one text.
 */
final class ShellGuard {

    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_]\\w*)\\+?=(.*)", Pattern.DOTALL);

    /** Separates a path from what is before it in a word: {@code --file=P}, {@code if=P}, {@code host:P}, {@code @P}. */
    private static final Pattern BEFORE_PATH = Pattern.compile("[=:@,]");

    /** What may be a path in the text of a program. */
    private static final Pattern MENTION = Pattern.compile("(~|\\$HOME|\\$\\{HOME})?[\\w.@+/-]*[/.][\\w.@+/-]*");

    private static final int MOST_FILES = 20_000;
    private static final int LONGEST_PATH = 4_096;
    private static final int DEEPEST = 5;

    private final FileGuard files;
    private final Map<String, List<String>> variables = new HashMap<>();
    private final ShellWords words;
    private final Globs globs;
    private final int depth;
    private final Deque<Path> outer = new ArrayDeque<>();

    /** Null where it is not known. */
    private @Nullable Path directory;

    private Verdict verdict = Verdict.OPEN;

    private ShellGuard(FileGuard files, Map<String, String> environment, Path directory, boolean hiddenToo, int depth) {
        this.files = files;
        this.directory = directory;
        this.depth = depth;
        environment.forEach((name, value) -> variables.put(name, List.of(value)));
        variables.put("PWD", List.of(directory.toString()));
        this.words = new ShellWords(variables, environment.getOrDefault("HOME", ""));
        this.globs = new Globs(hiddenToo, MOST_FILES);
    }

    /** @param environment the variables that the shell has */
    static Verdict check(String text, FileGuard files, Map<String, String> environment, Path directory) {
        var hiddenToo = text.contains("dotglob") || text.contains("GLOB_DOTS");
        var guard = new ShellGuard(files, environment, directory, hiddenToo, 0);
        try {
            guard.run(text);
            return guard.verdict;
        } catch (Globs.TooMany tooMany) {
            return guard.verdict.and(Verdict.ask("Too many files match for Switchboard to check them all."));
        }
    }

    private void run(String text) {
        var steps = ShellParser.parse(text);
        for (var i = 0; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case Shell.Enter enter -> outer.push(directory == null ? Path.of("") : directory);
                case Shell.Leave leave -> {
                    var before = outer.poll();
                    if (before != null) {
                        moveTo(before.toString().isEmpty() ? null : before);
                    }
                }
                case Shell.Command command -> run(command, steps.subList(i + 1, steps.size()));
            }
        }
    }

    private void moveTo(@Nullable Path next) {
        directory = next;
        variables.put("PWD", List.of(next == null ? ShellWords.UNKNOWN + "" : next.toString()));
    }

    private void run(Shell.Command command, List<Shell.Step> after) {
        command.files().forEach(each -> words.of(each).forEach(file -> path(file, false)));
        command.words().forEach(this::mentionsInExpansions);
        var list = new ArrayList<List<String>>();
        command.words().forEach(word -> list.add(words.of(word)));
        skipKeywords(list);
        if (list.isEmpty()) {
            return;
        }
        var arguments = new ArrayList<String>();
        list.forEach(arguments::addAll);
        var consumers = after.stream()
                .flatMap(step -> step instanceof Shell.Command later && later.pipeline() == command.pipeline()
                        ? later.words().stream().limit(3).map(ShellWords::literal)
                        : Stream.empty())
                .map(ShellGuard::base);
        var feeds = command.substituted() || consumers.anyMatch(Programs.CONSUMERS::contains);
        program(arguments, command.input(), feeds);
    }

    /** Assignments, too: they are remembered. */
    private void skipKeywords(List<List<String>> list) {
        while (!list.isEmpty()) {
            var first = list.getFirst();
            var assignment = ASSIGNMENT.matcher(first.getFirst());
            if (assignment.matches()) {
                assign(first);
            } else if (first.getFirst().equals("for") || first.getFirst().equals("select")) {
                loop(list);
                list.clear();
                return;
            } else if (!Programs.KEYWORDS.contains(first.getFirst())) {
                return;
            }
            list.removeFirst();
        }
    }

    private void assign(List<String> alternatives) {
        var values = new ArrayList<String>();
        var name = "";
        for (var each : alternatives) {
            var assignment = ASSIGNMENT.matcher(each);
            if (assignment.matches()) {
                name = assignment.group(1);
                values.add(assignment.group(2));
            }
        }
        if (!name.isEmpty()) {
            variables.put(name, values);
        }
    }

    /** {@code for NAME in WORDS} */
    private void loop(List<List<String>> list) {
        if (list.size() > 1) {
            var values = list.stream().skip(3).flatMap(List::stream).toList();
            variables.put(list.get(1).getFirst(), values.isEmpty() ? List.of(ShellWords.UNKNOWN + "") : values);
        }
    }

    private void program(List<String> line, List<String> input, boolean feeds) {
        var program = base(line.getFirst());
        var arguments = line.subList(1, line.size());
        if (Programs.PREFIXES.contains(program)) {
            prefixed(program, arguments, input, feeds);
            return;
        }
        switch (program) {
            case "cd", "pushd" -> cd(arguments);
            case "export", "local", "declare", "readonly", "typeset" ->
                arguments.forEach(each -> assign(List.of(each)));
            default -> {}
        }
        if (Programs.SHELLS.contains(program)) {
            shell(program, arguments, input);
        }
        if (Programs.isInterpreter(program)) {
            arguments.forEach(each -> mentions(ShellWords.plain(each)));
            input.forEach(this::mentions);
        }
        if (program.equals("find")) {
            executed(arguments);
        }
        arguments(program, arguments, feeds);
    }

    private void prefixed(String program, List<String> arguments, List<String> input, boolean feeds) {
        var at = 0;
        while (at < arguments.size() && isOfPrefix(program, arguments.get(at))) {
            var assignment = ASSIGNMENT.matcher(arguments.get(at));
            if (assignment.matches()) {
                assign(List.of(arguments.get(at)));
            }
            at++;
        }
        arguments.subList(0, at).forEach(each -> paths(each, false));
        var rest = arguments.subList(at, arguments.size());
        if (rest.size() == 1 && rest.getFirst().contains(" ")) {
            nested(rest.getFirst()); // watch 'a command'
        } else if (!rest.isEmpty()) {
            program(rest, input, feeds);
        }
    }

    private static boolean isOfPrefix(String program, String argument) {
        return argument.startsWith("-")
                || argument.matches("[\\d.]+[smhdKMG]?|\\{}")
                || ASSIGNMENT.matcher(argument).matches()
                || (program.equals("flock") && argument.contains("/"));
    }

    private void cd(List<String> arguments) {
        var to = arguments.stream()
                .filter(each -> !each.startsWith("-"))
                .findFirst()
                .orElse(home());
        if (to.indexOf(ShellWords.UNKNOWN) >= 0 || (directory == null && !to.startsWith("/"))) {
            moveTo(null);
        } else if (Globs.isPattern(to)) {
            moveTo(globs.of(here(), to).stream()
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElse(null));
        } else {
            moveTo(here().resolve(ShellWords.plain(to)).normalize());
        }
    }

    private String home() {
        return variables.getOrDefault("HOME", List.of("/")).getFirst();
    }

    private Path here() {
        return directory == null ? Path.of("/") : directory;
    }

    private void shell(String program, List<String> arguments, List<String> input) {
        var isText = program.equals("eval");
        var whole = new StringBuilder();
        for (var each : arguments) {
            if (isText) {
                whole.append(each).append(' ');
            } else if (each.matches("-\\w*c\\w*|--command")) {
                isText = true;
            } else if (each.contains(" ")) {
                nested(each); // trap 'a command' EXIT
            }
            if (isText && !program.equals("eval") && whole.isEmpty() && !each.startsWith("-")) {
                whole.append(each);
            }
        }
        nested(whole.toString());
        input.forEach(this::nested);
    }

    /** A command that is the argument of another. */
    private void nested(String text) {
        if (depth < DEEPEST && !text.isBlank()) {
            var environment = new HashMap<String, String>();
            variables.forEach((name, values) -> environment.put(name, values.getFirst()));
            var inner = new ShellGuard(files, environment, here(), true, depth + 1);
            inner.run(ShellWords.plain(text).replace(ShellWords.UNKNOWN + "", "$_unknown_"));
            verdict = verdict.and(inner.verdict);
        }
    }

    /** What {@code find} runs. */
    private void executed(List<String> arguments) {
        var at = arguments.indexOf("-exec");
        if (at >= 0 && at + 1 < arguments.size()) {
            program(arguments.subList(at + 1, arguments.size()), List.of(), false);
        }
    }

    // Paths

    private void arguments(String program, List<String> arguments, boolean feeds) {
        var isOnlyNamed = Programs.NAMES_ONLY.contains(program) && !feeds;
        var walks = Programs.walks(program, arguments) || (feeds && Programs.NAMES_ONLY.contains(program));
        var skipped = Programs.takesPatternFirst(program, arguments) ? 1 : 0;
        var named = new ArrayList<String>();
        var before = "";
        for (var each : arguments) {
            var isOption = each.startsWith("-");
            var isUsed = Programs.uses(program, before) || (isOption && Programs.uses(program, each.split("=", 2)[0]));
            before = each;
            if ((!isOption && skipped-- > 0) || isUsed) {
                continue;
            }
            if (!isOption) {
                named.add(each);
            }
            if (!isOnlyNamed) {
                paths(each, walks);
            }
        }
        if (walks) {
            walk(program, arguments, named);
        }
    }

    private void walk(String program, List<String> arguments, List<String> named) {
        var roots = new ArrayList<Path>();
        var candidates =
                named.stream().flatMap(each -> candidates(each).stream()).toList();
        candidates.forEach(
                each -> resolve(each).stream().filter(Files::isDirectory).forEach(roots::add));
        var isInPlace = Programs.walksInPlace(program, arguments) || !Programs.walks(program, arguments);
        if (roots.isEmpty() && isInPlace && directory != null) {
            roots.add(directory);
        }
        var visible = Programs.passesOverHidden(program, arguments);
        var follows = Programs.followsLinks(program, arguments);
        for (var root : roots) {
            verdict = verdict.and(files.walk(root, visible, follows));
        }
    }

    private void paths(String argument, boolean walks) {
        candidates(argument).forEach(each -> path(each, walks));
    }

    /** A word, and what of it may be a path. */
    private static List<String> candidates(String argument) {
        var candidates = new ArrayList<String>();
        if (!argument.startsWith("-")) {
            candidates.add(argument);
        } else if (argument.length() > 2 && !argument.startsWith("--")) {
            candidates.add(argument.substring(2));
        }
        var separator = BEFORE_PATH.matcher(argument);
        while (separator.find()) {
            candidates.add(argument.substring(separator.end()).replaceFirst("^//", "/"));
            if (separator.group().equals(":")) { // also what is mounted: P:/x
                candidates.add(argument.substring(0, separator.start()));
            }
        }
        return candidates;
    }

    private void path(String value, boolean walks) {
        var unknown = value.lastIndexOf(ShellWords.UNKNOWN);
        if (unknown >= 0 || (directory == null && !value.startsWith("/"))) {
            verdict = verdict.and(files.ending(ShellWords.plain(value), value.substring(unknown + 1)));
            return;
        }
        for (var path : resolve(value)) {
            if (!Globs.isPattern(value) || walks || !Files.isDirectory(path)) {
                verdict = verdict.and(files.check(path));
            }
        }
    }

    private List<Path> resolve(String value) {
        try {
            if (value.isEmpty() || value.length() > LONGEST_PATH || value.indexOf(ShellWords.UNKNOWN) >= 0) {
                return List.of();
            }
            return Globs.isPattern(value) ? globs.of(here(), value) : List.of(here().resolve(ShellWords.plain(value)));
        } catch (InvalidPathException noPath) {
            return List.of();
        }
    }

    /** Paths in what is not a command's word: a program's text, the default of a variable. */
    private void mentions(String text) {
        var mention = MENTION.matcher(text);
        while (mention.find()) {
            var path = mention.group().replaceFirst("^(~|\\$HOME|\\$\\{HOME})", Matcher.quoteReplacement(home()));
            path(path, false);
            if (path.startsWith("/.")) {
                verdict = verdict.and(files.ending(path, path)); // put together with a directory
            }
        }
    }

    private void mentionsInExpansions(Shell.Word word) {
        for (var piece : word.pieces()) {
            if (piece instanceof Shell.Unknown unknown) {
                mentions(unknown.text());
            }
        }
    }

    private static String base(String program) {
        var plain = ShellWords.plain(program);
        return Optional.of(plain.substring(plain.lastIndexOf('/') + 1))
                .filter(name -> !name.isEmpty())
                .orElse(plain);
    }
}
