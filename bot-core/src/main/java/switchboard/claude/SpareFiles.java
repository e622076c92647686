package switchboard.claude;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.files.ChatFiles;
import switchboard.model.SessionId;

/**
 * The temporary files of processes that were started before a chat needed them. Such a process keeps them as long as it lives,
 * because Claude Code (2.1.330, tried out) looks up the directory's real path once, at its start. Thread-safe; blocks, except for
 * {@link #directory}.
 */
final class SpareFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SpareFiles.class);

    /** Begins the names of their directories. These are short, because the path of a socket has at most 107 bytes. */
    private static final String PREFIX = ".spare-";

    private final @Nullable ChatFiles files;
    private final AtomicBoolean isClean = new AtomicBoolean();

    /** @param files of all chats, among which these are; null if Claude gets none */
    SpareFiles(@Nullable ChatFiles files) {
        this.files = files;
    }

    /** Where a session's process has them; null if Claude gets no files. */
    static @Nullable Path directory(@Nullable ChatFiles files, SessionId session) {
        return files == null ? null : files.root().resolve(PREFIX + session.brief());
    }

    /** Deletes, once, what a killed host has left. To be called before the first process starts. */
    void deleteLeftovers() throws IOException {
        if (files == null || isClean.getAndSet(true) || !Files.isDirectory(files.root())) {
            return;
        }
        try (var left = Files.newDirectoryStream(files.root(), PREFIX + "*")) {
            left.forEach(SpareFiles::delete);
        }
    }

    /** Deletes the directory of a process that has ended. */
    static void delete(Path directory) {
        try (var all = Files.walk(directory)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException cannot) {
            LOG.warn("Cannot delete {}: {}", directory, cannot.toString());
        }
    }
}
