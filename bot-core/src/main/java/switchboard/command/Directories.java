package switchboard.command;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * The directories in which chats may work. Looks at the file system and so may block: chats have a dispatcher of their own.
 *
 * @param start the directory of a new chat
 * @param home the meaning of {@code ~}
 * @param allowed real paths; a directory is allowed if it is one of them or below one
 */
public record Directories(Path start, Path home, List<Path> allowed) {

    /** The most directories in a list. */
    private static final int MOST_LISTED = 500;

    /** A usable directory, or the reason why it is not usable. */
    public sealed interface Checked {}

    /** @param path with all links resolved */
    public record Usable(Path path) implements Checked {}

    /** @param reason one sentence, as Markdown */
    public record Unusable(String reason) implements Checked {}

    /** Checks a path that a person typed, relative to {@code from}: first literally, then as a shell reads it. */
    public Checked check(String typed, Path from) {
        var found = find(typed, from).or(() -> QuotedPath.unquote(typed).flatMap(word -> find(word, from)));
        if (found.isEmpty()) {
            return new Unusable(Texts.of("cd.missing", Markdown.code(typed)));
        }
        var real = found.get();
        if (!Files.isDirectory(real)) {
            return new Unusable(Texts.of("cd.isFile", Markdown.code(typed)));
        }
        if (!isAllowed(real)) {
            var places = allowed.stream().map(Markdown::code).collect(Collectors.joining(", "));
            return new Unusable(Texts.of("cd.forbidden", Markdown.code(real), places));
        }
        return new Usable(real);
    }

    private Optional<Path> find(String name, Path from) {
        try {
            var expanded = name.equals("~") || name.startsWith("~/") ? home + name.substring(1) : name;
            return Optional.of(from.resolve(expanded).toRealPath());
        } catch (InvalidPathException | IOException missing) {
            return Optional.empty();
        }
    }

    /** Whether a stored directory may still be used. For a directory that is gone, its name decides. */
    public boolean isStillAllowed(Path directory) {
        try {
            return isAllowed(directory.toRealPath());
        } catch (IOException gone) {
            return isAllowed(directory.toAbsolutePath().normalize());
        }
    }

    /** The subdirectories that chats may enter, by name, without hidden ones; empty if the directory cannot be read. */
    public List<Path> below(Path directory) {
        try (var entries = Files.newDirectoryStream(directory, this::isOffered)) {
            return StreamSupport.stream(entries.spliterator(), false)
                    .limit(MOST_LISTED)
                    .sorted()
                    .toList();
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
    }

    private boolean isOffered(Path entry) {
        return Files.isDirectory(entry)
                && !String.valueOf(entry.getFileName()).startsWith(".")
                && isStillAllowed(entry);
    }

    private boolean isAllowed(Path real) {
        return allowed.stream().anyMatch(real::startsWith);
    }
}
