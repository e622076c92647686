package switchboard.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that an agent sends to people.
 *
 * @param copy holds the content as it was when it was offered, among the chat's own files. Its name is the same for the same file
 *     and caption in the same turn, so that a turn that runs again after a crash sends nothing twice
 * @param name for people
 * @param digest SHA-256 of the content, in hexadecimal digits
 */
public record OfferedFile(Path copy, String name, @Nullable String caption, long size, String digest) {

    /** Tells the file from all others of the chat's turns. */
    public String key() {
        return copy.getFileName().toString();
    }
}
