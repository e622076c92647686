package switchboard.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that an agent sends to people.
 *
 * @param key tells the file from all others of the chat's turns. It is the same for the same file and caption in the same turn, so
 *     that a turn that runs again after a crash sends nothing twice
 * @param copy holds the content as it was when it was offered, for this offer alone
 * @param name for people
 * @param digest SHA-256 of the content, in hexadecimal digits
 */
public record OfferedFile(
        String key, Path copy, String name, @Nullable String caption, long size, String digest) {}
