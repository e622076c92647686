package switchboard.persistence.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Explains a failed file access in one plain sentence. */
final class FileFault {

    private FileFault() {}

    /** @param verb the attempted action, as in "Cannot write" */
    static IOException explain(String verb, Path file, IOException fault) {
        return new IOException("Cannot " + verb + " " + file + ": " + cause(fault) + ".", fault);
    }

    private static String cause(IOException fault) {
        return switch (fault) {
            case AccessDeniedException denied -> denied.getFile() + " is not writable or readable by this user";
            case FileAlreadyExistsException taken -> taken.getFile() + " is in the way";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileSystemException other ->
                Objects.requireNonNullElse(words(other.getReason()), "it failed") + " (" + other.getFile() + ")";
            default -> Objects.requireNonNullElse(words(fault.getMessage()), fault.toString());
        };
    }

    private static @Nullable String words(@Nullable String reason) {
        return switch (reason) {
            case null -> null;
            case "No space left on device" -> "the disk is full";
            case "Disk quota exceeded" -> "the disk quota is used up";
            case "Read-only file system" -> "the file system is not writable";
            case "Not a directory" -> "its directory is no directory";
            default -> reason;
        };
    }
}
