package switchboard.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A shell command that a person wants to run. What people are asked is about this very command in this very directory.
 *
 * @param key names it in its chat
 * @param directory in which it runs
 * @param message the front's reference to the person's message; null for none
 * @param remark a further sentence about it for people, because of the files that it may reach; null for nothing
 */
public record ShellRequest(
        String key,
        String command,
        Path directory,
        @Nullable String message,
        @Nullable String remark) {

    /** About which people must be told this, too; empty for nothing. */
    public ShellRequest remarked(String other) {
        return new ShellRequest(key, command, directory, message, other.isEmpty() ? null : other);
    }

    ShellRequest withoutMessage() {
        return new ShellRequest(key, command, directory, null, remark);
    }
}
