package switchboard.claude.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import switchboard.text.Texts;

/** The findings of a scan so far, within its bounds. Used by one scan. */
final class Collected {

    private static final int MOST_PATHS = 5_000;
    private static final int MOST_FILES = 1_000;
    private static final int MOST_TEXT = 4 << 20;
    private static final long MOST_BYTES = 64L << 20;
    private static final int BUFFER = 64 << 10;

    private final Path base;
    private final FileStamps stamps = new FileStamps();
    private final Map<Path, ProjectFile> files = new TreeMap<>();
    private final Set<String> problems = new LinkedHashSet<>();

    /** Commands that may name files and have not been checked yet. */
    private final Queue<String> commands = new ArrayDeque<>();

    /** Directories that may have plugins. */
    private final Set<String> directories = new LinkedHashSet<>();

    private int paths;
    private int text;
    private long bytes;

    Collected(Path base) {
        this.base = base;
    }

    /** Remembers the attributes of a path before it is read; also of a missing one. */
    void note(Path path) {
        paths++;
        stamps.note(path);
    }

    /** Notes a reason why the project cannot be trusted. */
    void problem(Path path, String what) {
        problems.add(Texts.of("trust.problem", name(path), what));
    }

    /** Whether a bound is reached. Then the project cannot be trusted, so the scan need not go on. */
    boolean isFull() {
        return paths > MOST_PATHS || files.size() > MOST_FILES || text > MOST_TEXT || bytes > MOST_BYTES;
    }

    /** Reads a file and adds it if it runs, redirects or allows something. */
    void add(Path file, Function<String, SettingsText> reader) {
        if (files.containsKey(file) || isFull()) {
            return;
        }
        if (!Files.isRegularFile(file)) {
            problem(file, Texts.of("trust.problem.noFile"));
            return;
        }
        try (var input = Files.newInputStream(file)) {
            var content = content(file, input);
            var said = reader.apply(content.text());
            if (!said.findings().isEmpty()) {
                commands.addAll(said.commands());
                directories.addAll(said.directories());
                text += content.text().length();
                files.put(file, new ProjectFile(file, name(file), said.findings(), content.digest(), content.text()));
            }
        } catch (IOException unreadable) {
            problem(file, Texts.of("trust.problem.unreadable"));
        }
    }

    private record Content(String digest, String text) {}

    private Content content(Path file, InputStream input) throws IOException {
        var digest = sha256();
        var start = input.readNBytes(MOST_TEXT);
        digest.update(start);
        var size = (long) start.length;
        var buffer = new byte[BUFFER];
        for (var read = input.read(buffer); read > 0 && size <= MOST_BYTES; read = input.read(buffer)) {
            digest.update(buffer, 0, read);
            size += read;
        }
        bytes += size;
        var hash = HexFormat.of().formatHex(digest.digest());
        if (isBinary(start)) {
            return new Content(hash, Texts.of("trust.text.binary", size, hash) + "\n");
        }
        if (size >= MOST_TEXT) {
            problem(file, Texts.of("trust.problem.tooLarge"));
        }
        return new Content(hash, new String(start, StandardCharsets.UTF_8));
    }

    private static boolean isBinary(byte[] bytes) {
        for (var each : bytes) {
            if (each == 0) {
                return true;
            }
        }
        return false;
    }

    /** The directories that settings name as sources of plugins. */
    Set<String> directories() {
        return directories;
    }

    /** Adds the files that the commands found so far name by path. */
    void addNamed(NamedFiles names) {
        for (var command = commands.poll(); command != null; command = commands.poll()) {
            names.candidates(command).forEach(this::addScript);
        }
    }

    private void addScript(Path file) {
        if (files.containsKey(file)) {
            return;
        }
        note(file);
        if (Files.isRegularFile(file)) {
            add(file, content -> SettingsText.whole(Kind.SCRIPT, name(file), ""));
        }
    }

    ProjectScan scan() {
        if (isFull()) {
            problems.add(Texts.of("trust.problem.tooMuch"));
        }
        var digest = sha256();
        for (var file : files.values()) {
            digest.update((file.path() + "\0" + file.digest() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        problems.forEach(problem -> digest.update(problem.getBytes(StandardCharsets.UTF_8)));
        var hash = HexFormat.of().formatHex(digest.digest());
        return new ProjectScan(base, List.copyOf(files.values()), List.copyOf(problems), hash, stamps);
    }

    private String name(Path path) {
        return base.relativize(path).toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java has SHA-256
        }
    }
}
