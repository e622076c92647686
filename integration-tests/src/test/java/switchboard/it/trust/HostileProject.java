package switchboard.it.trust;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A repository with one group of the hostile things of {@code hostile.txt} in it: a project directory below the repository's root. */
final class HostileProject {

    /** One line of the list. */
    record Line(String name, String group, String place, String file, String content) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    final Path parent;
    final Path project;
    final Path outside;

    /** Where commands leave their evidence. */
    final Path evidence;

    private HostileProject(Path base) throws IOException {
        parent = Files.createDirectories(base.resolve("repository"));
        project = Files.createDirectories(parent.resolve("project"));
        outside = Files.createDirectories(base.resolve("outside"));
        evidence = Files.createDirectories(base.resolve("evidence"));
        Files.createDirectories(parent.resolve(".git"));
        Files.writeString(project.resolve("a.txt"), "a");
        Files.writeString(project.resolve("b.txt"), "b");
        Files.writeString(outside.resolve("secret.txt"), word("additional-directory"));
        Files.writeString(outside.resolve("secret-import.txt"), word("import-outside"));
    }

    static List<Line> lines() {
        try (InputStream list = HostileProject.class.getResourceAsStream("hostile.txt")) {
            return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", 5))
                    .map(parts -> Stream.of(parts).map(String::strip).toList())
                    .map(parts -> new Line(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4)))
                    .toList();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** @param evil address of a server that is not the API */
    static HostileProject make(Path base, String group, String evil) throws IOException {
        var made = new HostileProject(base.toRealPath());
        for (var line : lines()) {
            if (line.group().equals(group)) {
                made.add(line, evil);
            }
        }
        return made;
    }

    private void add(Line line, String evil) throws IOException {
        var file = (line.place().equals("parent") ? parent : project).resolve(line.file());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        var isJson = line.file().endsWith(".json");
        var content = line.content()
                .replace("TOUCH", "touch " + evidence.resolve(line.name()))
                .replace("WORD", word(line.name()))
                .replace("EVIL", evil)
                .replace("OUTSIDE", outside.toString())
                .replace("PROJECT", project.toString());
        Files.writeString(file, isJson ? merged(file, content) : content.replace("\\n", "\n") + "\n");
        if (line.file().endsWith(".sh") && !file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static String merged(Path file, String content) throws IOException {
        var before = Files.exists(file) ? (ObjectNode) JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
        return JSON.readerForUpdating(before).readTree(content).toString();
    }

    /** The word that is evidence of a line. */
    static String word(String name) {
        return "word-of-" + name + "-here";
    }
}
