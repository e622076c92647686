package switchboard.it.paper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The repository's Java sources and defaults, as far as papers name them.
 *
 * @param files the text of each file by its path below {@code java}, such as {@code switchboard/chat/Chat.java}
 * @param types the names of all types, nested ones too
 * @param packages by their directories
 * @param shipped those of them that are no tests' and not empty
 * @param settings each environment variable of a {@code reference.conf} with its default
 */
record Sources(
        Map<String, String> files,
        Set<String> types,
        Set<String> packages,
        Set<String> shipped,
        Map<String, String> settings) {

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z]\\w*)");
    private static final Pattern SETTING =
            Pattern.compile("(?m)^\\s*(\\S+) = (.*)\n\\s*\\1 = \\$\\{\\?([A-Z][A-Z0-9_]*)}");

    /** What looks like a type's name. */
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(\\.\\w+)*");

    private static final Pattern PACKAGE = Pattern.compile("switchboard(\\.[a-z]+)+");

    /** Names of others: the JDK's, Pekko's, Claude Code's, a host's. */
    private static final Set<String> FOREIGN = Set.of(
            "Behavior",
            "DurableStateBehavior",
            "DurableStateUpdateStore",
            "DurableStateStoreQuery",
            "ServiceLoader",
            "RestartForceExitStatus");

    static Sources of(Path root) {
        var files = new TreeMap<String, String>();
        var types = new HashSet<String>();
        var packages = new HashSet<String>();
        var shipped = new HashSet<String>();
        var settings = new TreeMap<String, String>();
        for (var module : List.of("bot-core", "bot-persistence", "bot-telegram", "integration-tests")) {
            for (var file : below(root.resolve(module).resolve("src"))) {
                var name = file.toString().replaceFirst(".*/src/\\w+/java/", "");
                var place = directory(name).replace('/', '.');
                files.put(name, read(file));
                packages.add(place);
                if (file.toString().contains("/src/main/") && !file.endsWith("package-info.java")) {
                    shipped.add(place);
                }
            }
            var reference = root.resolve(module).resolve("src/main/resources/reference.conf");
            if (Files.exists(reference)) {
                SETTING.matcher(read(reference))
                        .results()
                        .forEach(found -> settings.put(
                                found.group(3), found.group(2).replace("\"", "").strip()));
            }
        }
        files.values().forEach(text -> TYPE.matcher(text).results().forEach(found -> types.add(found.group(1))));
        return new Sources(files, types, packages, shipped, settings);
    }

    private static String directory(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }

    /** Whether a name in a paper is no type's and no package's, or one of one that exists. */
    boolean knows(String name) {
        if (PACKAGE.matcher(name).matches()) {
            return packages.contains(name);
        }
        if (!NAME.matcher(name).matches()) {
            return true;
        }
        var parts = name.split("\\.", 2);
        if (parts.length == 1 || FOREIGN.contains(parts[0])) {
            return types.contains(parts[0]) || FOREIGN.contains(parts[0]);
        }
        return Stream.of(parts[1].split("\\."))
                .allMatch(
                        member -> filesNamed(parts[0]).anyMatch(text -> text.matches("(?s).*\\b" + member + "\\b.*")));
    }

    /** Whether it is a test class, a method of one ({@code Class#method}), or a package of tests. */
    boolean isTest(String name) {
        if (PACKAGE.matcher(name).matches()) {
            return files.entrySet().stream()
                    .anyMatch(file ->
                            directory(file.getKey()).equals(name.replace('.', '/')) && hasTests(file.getValue()));
        }
        var parts = name.split("#", 2);
        return filesNamed(parts[0].replace('.', '/'))
                .anyMatch(text -> hasTests(text) && (parts.length == 1 || text.contains(" void " + parts[1] + "(")));
    }

    private static boolean hasTests(String text) {
        return Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b")
                .matcher(text)
                .find();
    }

    private Stream<String> filesNamed(String name) {
        return files.entrySet().stream()
                .filter(file -> ("/" + file.getKey()).endsWith("/" + name + ".java"))
                .map(Map.Entry::getValue);
    }

    private static List<Path> below(Path directory) {
        try (var all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
