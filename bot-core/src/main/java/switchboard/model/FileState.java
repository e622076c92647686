package switchboard.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was at some time.
 *
 * @param size in bytes; {@link #NONE} if there was no file, {@link #BLOCKED} if something else was in its place
 * @param modified null if there was no file
 * @param digest SHA-256 of the content, in hexadecimal digits; empty if the content was not read
 */
public record FileState(Path path, long size, @Nullable Instant modified, String digest) {

    /** The size of no file. */
    public static final long NONE = -1;

    /** The size of a folder, a link or whatever else is no file. */
    public static final long BLOCKED = -2;

    public FileState {
        digest = digest == null ? "" : digest;
    }

    /** There is no file of this path. */
    public static FileState missing(Path path) {
        return new FileState(path, NONE, null, "");
    }

    /** Something else is in the place of this file. */
    public static FileState blocked(Path path) {
        return new FileState(path, BLOCKED, null, "");
    }

    @JsonIgnore
    public boolean isMissing() {
        return size < 0;
    }

    @JsonIgnore
    public boolean isBlocked() {
        return size == BLOCKED;
    }

    /** Whether both have the same content. If that of one was not read, their sizes and times have to do. */
    public boolean isSameAs(FileState other) {
        if (digest.isEmpty() || other.digest.isEmpty()) {
            return size == other.size && Objects.equals(modified, other.modified);
        }
        return size == other.size && digest.equals(other.digest);
    }
}
