package switchboard.command;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import switchboard.guard.ClosedPaths;
import switchboard.model.ChatId;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * The directories in which chats may work. Looks at the file system and so may block: chats have a dispatcher of their own.
 *
 * @param start the directory of a new chat
 * @param home the meaning of {@code ~}
 * @param allowed real paths; a directory is allowed if it is one of them or below one
 * @param closed what is closed to a chat, also where it is below an allowed path
 */
public record Directories(Path start, Path home, List<Path> allowed, Function<ChatId, ClosedPaths> closed) {

    /** The most directories in a list. */
    private static final int MOST_LISTED = 500;

    /** Whether a chat may work in a directory. */
    public enum Access {
        OPEN,
        /** It is below no allowed path. */
        OUTSIDE,
        /** Files are there that no agent or person of the chat may see; whether it exists is not told either. */
        CLOSED
    }

    /** A usable directory, or the reason why it is not usable. */
    public sealed interface Checked {}

    /** @param path with all links resolved */
    public record Usable(Path path) implements Checked {}

    /** @param reason one sentence, as Markdown */
    public record Unusable(String reason) implements Checked {}

    /** Checks a path that a person typed, relative to {@code from}: first literally, then as a shell reads it. */
    public Checked check(ChatId chat, String typed, Path from) {
        return readings(typed, from)
                .flatMap(path -> check(chat, path, typed).stream())
                .findFirst()
                .orElseGet(() -> new Unusable(Texts.of("cd.missing", Markdown.code(typed))));
    }

    /** What a person may have meant, whether or not it is there. */
    List<Path> paths(String typed, Path from) {
        return readings(typed, from).map(Path::normalize).toList();
    }

    private Stream<Path> readings(String typed, Path from) {
        return Stream.concat(Stream.of(typed), QuotedPath.unquote(typed).stream())
                .flatMap(name -> resolve(name, from).stream());
    }

    private Optional<Path> resolve(String name, Path from) {
        try {
            var expanded = name.equals("~") || name.startsWith("~/") ? home + name.substring(1) : name;
            return Optional.of(from.resolve(expanded));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    /** Empty if nothing is there. */
    private Optional<Checked> check(ChatId chat, Path path, String typed) {
        if (isClosed(chat, path)) {
            return Optional.of(new Unusable(Texts.of("cd.closed", Markdown.code(typed))));
        }
        try {
            return Optional.of(checkReal(path.toRealPath(), typed));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private Checked checkReal(Path real, String typed) {
        if (!Files.isDirectory(real)) {
            return new Unusable(Texts.of("cd.isFile", Markdown.code(typed)));
        }
        if (!isAllowed(real)) {
            var places = allowed.stream().map(Markdown::code).collect(Collectors.joining(", "));
            return new Unusable(Texts.of("cd.forbidden", Markdown.code(real), places));
        }
        return new Usable(real);
    }

    /** Whether a stored directory may still be used. For a directory that is gone, its name decides. */
    public Access access(ChatId chat, Path directory) {
        try {
            var real = directory.toRealPath(); // looked up once, because every turn asks
            return access(closed.apply(chat).isClosed(directory, real), real);
        } catch (IOException gone) {
            return access(isClosed(chat, directory), directory.toAbsolutePath().normalize());
        }
    }

    private Access access(boolean isClosed, Path real) {
        if (isClosed) {
            return Access.CLOSED;
        }
        return isAllowed(real) ? Access.OPEN : Access.OUTSIDE;
    }

    private boolean isClosed(ChatId chat, Path path) {
        return closed.apply(chat).isClosed(path);
    }

    private boolean isBelowAllowed(Path directory) {
        try {
            return isAllowed(directory.toRealPath());
        } catch (IOException gone) {
            return isAllowed(directory.toAbsolutePath().normalize());
        }
    }

    /** The subdirectories that a chat may enter, by name, without hidden ones; empty if the directory cannot be read. */
    public List<Path> below(ChatId chat, Path directory) {
        var isClosed = closed.apply(chat).closedNow();
        try (var entries = Files.newDirectoryStream(directory, entry -> isVisible(entry) && !isClosed.test(entry))) {
            return StreamSupport.stream(entries.spliterator(), false)
                    .limit(MOST_LISTED)
                    .sorted()
                    .toList();
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
    }

    private boolean isVisible(Path entry) {
        return Files.isDirectory(entry)
                && !String.valueOf(entry.getFileName()).startsWith(".")
                && isBelowAllowed(entry);
    }

    private boolean isAllowed(Path real) {
        return allowed.stream().anyMatch(real::startsWith);
    }
}
