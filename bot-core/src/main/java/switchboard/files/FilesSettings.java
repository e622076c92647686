package switchboard.files;

import java.nio.file.Path;
import java.time.Duration;
import switchboard.text.Texts;

/**
 * Where the files of chats are kept, and for how long.
 *
 * @param root an absolute path. The engine makes the directory, and takes it only if nothing else is in it
 * @param maxBytes that one chat's files take at most, from 1
 * @param keep how long a file stays after it was used last, more than zero
 */
public record FilesSettings(Path root, long maxBytes, Duration keep) {

    public FilesSettings {
        if (!root.isAbsolute() || maxBytes < 1 || !keep.isPositive()) {
            throw new IllegalArgumentException(Texts.of("setting.files"));
        }
    }

    /** Where each file lies. */
    public ChatFiles places() {
        return new ChatFiles(root);
    }
}
