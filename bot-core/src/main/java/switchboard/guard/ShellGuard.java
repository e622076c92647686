package switchboard.guard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out whether a shell's text reaches closed files: by name, pattern, link or a walk through a directory. Follows {@code cd}
 * and variables. Used for one text.
 */
final class ShellGuard {

    private static final Pattern ASSIGNMENT =
            Pattern.compile("([A-Za-z_]\\w*)(?:[\\[" + WordExpansion.SET + "][^]]*])?(\\+?)=(.*)", Pattern.DOTALL);

    private static final Pattern SED = Pattern.compile("(?:^|[;{\\n])[\\d$,+~!\\s]*([erRwW])[ \\t]*([^;}\\n]+)");

    /** The most values that are kept of a variable. A variable that grows line by line would have ever more. */
    private static final int MOST_VALUES = 64;

    private static final int DEEPEST = 5;

    private final FileGuard files;
    private final Map<String, List<String>> variables = new HashMap<>();
    private final WordExpansion expansion;
    private final int depth;
    private final String home;
    private final ShellPlaces places;
    private final ShellPaths paths;

    /** How many loops, conditions and groups are around the current command. */
    private int blocks;

    /** How the current command is joined to the one before it. */
    private Shell.Link link = Shell.Link.NEXT;

    private ShellGuard(
            FileGuard files,
            Map<String, List<String>> variables,
            String home,
            ShellPlaces places,
            boolean hiddenToo,
            int depth) {
        this.files = files;
        this.home = home;
        this.depth = depth;
        this.places = places;
        this.variables.putAll(variables);
        this.expansion = new WordExpansion(this.variables, home);
        this.paths = new ShellPaths(files, places, home, hiddenToo);
        rememberPlace();
    }

    /** @param environment the shell's variables */
    static Verdict check(String text, FileGuard files, Map<String, String> environment, Path directory) {
        var hiddenToo = text.contains("dotglob") || text.contains("GLOB_DOTS");
        var variables = new HashMap<String, List<String>>();
        environment.forEach((name, value) -> variables.put(name, List.of(value)));
        var guard = new ShellGuard(
                files, variables, environment.getOrDefault("HOME", ""), new ShellPlaces(directory), hiddenToo, 0);
        try {
            guard.run(text);
            return guard.paths.verdict();
        } catch (Globs.TooMany tooMany) {
            return guard.paths.verdict().and(Verdict.ask("Too many files match for Switchboard to check them all."));
        }
    }

    private void run(String text) {
        var steps = ShellParser.parse(text);
        for (var i = 0; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case Shell.Enter enter -> places.enter();
                case Shell.Leave leave -> {
                    places.leave();
                    rememberPlace();
                }
                case Shell.Command command -> run(command, steps.subList(i + 1, steps.size()));
            }
        }
    }

    private void rememberPlace() {
        var here = places.here();
        variables.put("PWD", List.of(here == null ? WordExpansion.UNKNOWN + "" : here.toString()));
    }

    private void run(Shell.Command command, List<Shell.Step> after) {
        command.files().forEach(each -> expansion.of(each).forEach(file -> paths.path(file, false)));
        command.words().forEach(this::mentionsInExpansions);
        var list = new ArrayList<List<String>>();
        command.words().forEach(word -> list.add(expansion.of(word)));
        skipKeywords(list);
        if (blocks == 0 && command.link() != Shell.Link.AND) {
            places.mayHaveStayed();
        }
        var arguments = new ArrayList<String>();
        list.forEach(arguments::addAll);
        var consumers = after.stream()
                .flatMap(step -> step instanceof Shell.Command later
                                && (later.pipeline() == command.pipeline() || later.grouped())
                        ? consumers(later)
                        : Stream.empty())
                .toList();
        var isPiped = consumers.stream().anyMatch(Programs.CONSUMERS::contains);
        var isTold = isPiped || consumers.stream().anyMatch(Programs::isInterpreter);
        if (isTold || arguments.isEmpty() || Programs.CONSUMERS.contains(base(arguments.getFirst()))) {
            command.input().forEach(paths::mentions);
        }
        if (arguments.isEmpty()) {
            return;
        }
        if (isTold && Programs.PRINTERS.contains(base(arguments.getFirst()))) {
            var isRun = consumers.stream().anyMatch(Programs.SHELLS::contains);
            arguments.stream().skip(1).map(WordExpansion::plain).forEach(isRun ? this::nested : paths::mentions);
        }
        link = command.link();
        program(arguments, command.input(), isPiped || command.substituted());
    }

    /** The program of a command that gets another command's output, also after keywords and {@code sudo}. */
    private static Stream<String> consumers(Shell.Command command) {
        var words = command.words().stream().map(WordExpansion::literal).toList();
        return words.stream()
                .limit(3)
                .filter(each -> !each.equals(".") || words.getFirst().equals(".")) // else "." is the directory
                .map(ShellGuard::base);
    }

    /** Removes keywords and assignments from the front, and remembers the assignments. */
    private void skipKeywords(List<List<String>> list) {
        if (list.size() > 1 && list.getFirst().getFirst().equals("function")) {
            list.subList(0, 2).clear();
        }
        while (!list.isEmpty()) {
            var first = list.getFirst();
            if (Programs.OPENING.contains(first.getFirst())) {
                blocks++;
            } else if (Programs.CLOSING.contains(first.getFirst()) && blocks > 0) {
                blocks--;
            }
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
                values.add(assignment.group(3));
                if (assignment.group(3).isEmpty() || !assignment.group(2).isEmpty()) {
                    values.add(WordExpansion.UNKNOWN + ""); // a list, or appended to the earlier value
                }
            }
        }
        if (!name.isEmpty()) {
            mayBe(name, values);
        }
    }

    /** Adds values of a variable. It may still have an earlier value, because not every assignment is reached. */
    private void mayBe(String name, List<String> values) {
        var before = variables.getOrDefault(name, List.of());
        var all = Stream.concat(before.stream(), values.stream()).distinct().toList();
        variables.put(name, all.subList(Math.max(0, all.size() - Math.max(MOST_VALUES, values.size())), all.size()));
    }

    /** {@code for NAME in WORDS} */
    private void loop(List<List<String>> list) {
        if (list.size() > 1) {
            var values = list.stream().skip(3).flatMap(List::stream).toList();
            mayBe(list.get(1).getFirst(), values.isEmpty() ? List.of(WordExpansion.UNKNOWN + "") : values);
        }
    }

    private void program(List<String> line, List<String> input, boolean feeds) {
        var program = base(line.getFirst());
        var arguments = line.subList(1, line.size());
        paths.path(line.getFirst(), false);
        places.within(paths.directories(arguments), () -> program(program, arguments, input, feeds));
    }

    private void program(String program, List<String> arguments, List<String> input, boolean feeds) {
        if (Programs.PREFIXES.contains(program)) {
            prefixed(program, arguments, input, feeds);
            return;
        }
        switch (program) {
            case "cd" -> cd(arguments);
            case "pushd" -> {
                places.push();
                cd(arguments);
            }
            case "popd" -> {
                places.pop();
                rememberPlace();
            }
            case "alias" -> arguments.forEach(each -> nested(each.substring(each.indexOf('=') + 1)));
            case "export", "local", "declare", "readonly", "typeset" ->
                arguments.forEach(each -> assign(List.of(each)));
            default -> {}
        }
        if (Programs.SHELLS.contains(program)) {
            shell(program, arguments, input);
        }
        if (Programs.isInterpreter(program)) {
            arguments.forEach(each -> paths.mentions(WordExpansion.plain(each)));
            input.forEach(paths::mentions);
        }
        if (program.equals("find")) {
            executed(arguments);
        }
        if (program.equals("sed")) {
            arguments.forEach(this::edits);
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
        arguments.subList(0, at).forEach(each -> paths.paths(each, false));
        var rest = arguments.subList(at, arguments.size());
        if (!rest.isEmpty()) {
            if (rest.getFirst().contains(" ")) {
                nested(rest.getFirst()); // watch 'a command'
            }
            program(rest, input, feeds);
        }
        if (at > 0 && rest.size() > 1) { // the first may be an option's value
            rest.stream()
                    .skip(1)
                    .filter(each -> Programs.isKnown(base(each)))
                    .findFirst()
                    .ifPresent(each -> program(rest.subList(rest.indexOf(each), rest.size()), input, feeds));
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
                .filter(each -> !each.startsWith("-") || each.equals("-"))
                .toList();
        if (to.contains("-")) {
            places.back();
        } else if (to.stream().anyMatch(paths::isUnknown)) {
            places.moveAway();
        } else {
            var targets = to.isEmpty()
                    ? List.of(Path.of(home))
                    : to.stream()
                            .flatMap(paths::resolve)
                            .map(Path::normalize)
                            .distinct()
                            .toList();
            var there = targets.stream().filter(Files::isDirectory).toList();
            var isSkipped = link == Shell.Link.OR || link == Shell.Link.PIPE;
            places.moveTo(there.isEmpty() ? targets : there, isSkipped, blocks > 0 || link == Shell.Link.AND);
        }
        rememberPlace();
    }

    private void shell(String program, List<String> arguments, List<String> input) {
        var isText = false;
        var whole = new StringBuilder();
        for (var each : arguments) {
            if (program.equals("eval")) {
                whole.append(each).append(' ');
            } else if (isText || each.contains(" ")) { // trap 'a command' EXIT
                nested(each);
            }
            isText |= each.matches("-\\w*c\\w*|--command");
        }
        nested(whole.toString());
        input.forEach(this::nested);
    }

    /** A command that is the argument of another. */
    private void nested(String text) {
        if (depth < DEEPEST && !text.isBlank()) {
            var inner = new ShellGuard(files, variables, home, places.copy(), true, depth + 1);
            inner.run(WordExpansion.plain(text).replace(WordExpansion.UNKNOWN + "", "$_unknown_"));
            paths.and(inner.paths.verdict());
        }
    }

    /** The files that a script of {@code sed} reads or writes, and the commands that it runs. */
    private void edits(String text) {
        SED.matcher(WordExpansion.plain(text)).results().forEach(found -> {
            if (found.group(1).equals("e")) {
                nested(found.group(2));
            } else {
                paths.path(found.group(2), false);
            }
        });
    }

    /** The commands that {@code find} runs. */
    private void executed(List<String> arguments) {
        for (var at = 0; at + 1 < arguments.size(); at++) {
            if (Programs.RUNS.contains(arguments.get(at))) {
                program(arguments.subList(at + 1, arguments.size()), List.of(), false);
            }
        }
    }

    // Paths

    private void arguments(String program, List<String> arguments, boolean feeds) {
        var isOnlyNamed = Programs.namesOnly(program, arguments) && !feeds;
        var walks = Programs.walks(program, arguments) || (feeds && Programs.tells(program, arguments));
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
            if (isOnlyNamed) {
                paths.names(each);
            } else {
                paths.paths(each, walks);
            }
        }
        if (walks) {
            paths.walk(program, arguments, named);
        }
        if (Programs.printsSecrets(program, arguments)) {
            paths.and(Verdict.ask("This prints credentials or what other processes were given."));
        }
    }

    private void mentionsInExpansions(Shell.Word word) {
        for (var piece : word.pieces()) {
            if (piece instanceof Shell.Unknown unknown) {
                paths.mentions(unknown.text());
            }
        }
    }

    private static String base(String program) {
        var plain = WordExpansion.plain(program);
        return Optional.of(plain.substring(plain.lastIndexOf('/') + 1))
                .filter(name -> !name.isEmpty())
                .orElse(plain);
    }
}
