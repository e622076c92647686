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
 * @param mostSent bytes of a file that goes to people, at most; the host knows how much its front can send
 */
public record FilesSettings(Path root, long maxBytes, Duration keep, long mostSent) {

    /** What Telegram's own server takes. */
    private static final long MOST_SENT = 50_000_000;

    public FilesSettings {
        if (!root.isAbsolute() || maxBytes < 1 || mostSent < 1 || !keep.isPositive()) {
            throw new IllegalArgumentException(Texts.of("setting.files"));
        }
    }

    /** Files of up to 50 MB go to people. */
    public FilesSettings(Path root, long maxBytes, Duration keep) {
        this(root, maxBytes, keep, MOST_SENT);
    }

    public FilesSettings withMostSent(long bytes) {
        return new FilesSettings(root, maxBytes, keep, bytes);
    }

    /** Where each file lies. */
    public ChatFiles places() {
        return new ChatFiles(root);
    }
}
