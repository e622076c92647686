package switchboard.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which directories chats may work in. Looks at the file system, briefly.
 *
 * @param start the directory of a new chat
 * @param home what {@code ~} stands for
 * @param allowed real paths; a directory is allowed if it is one of them or below one
 */
public record Directories(Path start, Path home, List<Path> allowed) {

    /** A checked directory, or one sentence that says why not. */
    public sealed interface Checked {}

    /** @param path with all links resolved */
    public record Usable(Path path) implements Checked {}

    public record Unusable(String reason) implements Checked {}

    /** Checks what a person typed, relative to where they are. */
    public Checked check(String typed, Path from) {
        Path real;
        try {
            var expanded = typed.equals("~") || typed.startsWith("~/") ? home + typed.substring(1) : typed;
            real = from.resolve(expanded).toRealPath();
        } catch (InvalidPathException | IOException missing) {
            return new Unusable("There is no directory " + typed + ". Check the spelling, or make it first.");
        }
        if (!Files.isDirectory(real)) {
            return new Unusable(typed + " is a file, not a directory.");
        }
        if (!isAllowed(real)) {
            return new Unusable(real + " is not allowed. Allowed: "
                    + allowed.stream().map(Path::toString).collect(Collectors.joining(", ")) + " (ALLOWED_PATHS).");
        }
        return new Usable(real);
    }

    /** Whether a stored directory may still be used; one that is gone is judged by its name. */
    public boolean isStillAllowed(Path directory) {
        try {
            return isAllowed(directory.toRealPath());
        } catch (IOException gone) {
            return isAllowed(directory.toAbsolutePath().normalize());
        }
    }

    private boolean isAllowed(Path real) {
        return allowed.stream().anyMatch(real::startsWith);
    }
}
