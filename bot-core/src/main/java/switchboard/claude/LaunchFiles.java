package switchboard.claude;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.process.ProcessMark;
import switchboard.text.Texts;

/**
 * The files that one process gets at its start. Only this user can read them; they are in this JVM's own directory (0700) below
 * the temporary directory, and are deleted once the process has read them. A living JVM holds a lock on its directory. A
 * directory that a killed JVM has left is removed when the next JVM makes its own.
 *
 * <p>Thread-safe; blocks.
 */
final class LaunchFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LaunchFiles.class);
    private static final String PREFIX = "switchboard-launch-";
    private static final String LOCK = "lock";

    /** A JVM's directory, with its owner and the lock that shows that the JVM is alive. */
    private record Directory(Path path, UserPrincipal owner, FileChannel lock) {}

    private static @Nullable Directory own;

    private final List<Path> written = new ArrayList<>();

    /** Writes a file. */
    synchronized Path write(String text) throws IOException {
        var parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            var file = Files.createTempFile(directory(parent), "", ".tmp"); // 0600
            written.add(file);
            return Files.writeString(file, text);
        } catch (IOException cannot) {
            throw new IOException(Texts.of("failure.noRoom", parent, String.valueOf(cannot.getMessage())), cannot);
        }
    }

    /** Whether a path that Claude Code reports is that of such a file. */
    static boolean isOne(String path) {
        return path.contains("/" + PREFIX);
    }

    synchronized void delete() {
        for (var file : written) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException cannot) {
                LOG.warn("Cannot delete {}: {}", file, cannot.toString());
            }
        }
        written.clear();
    }

    /** This JVM's directory below {@code parent}, made again if something has cleared the temporary directory. */
    static Path directory(Path parent) throws IOException {
        synchronized (LaunchFiles.class) {
            var now = own;
            if (now == null || !parent.equals(now.path().getParent()) || !belongsTo(now.owner(), now.path())) {
                now = make(parent);
                own = now;
                removeLeftovers(parent, now.owner());
            }
            return now.path();
        }
    }

    /** If another JVM removes the directory as a leftover just before it is locked, the next try succeeds. */
    private static Directory make(Path parent) throws IOException {
        while (true) {
            var path = Files.createTempDirectory(parent, prefix()); // 0700
            path.toFile().deleteOnExit();
            var lockFile = path.resolve(LOCK);
            lockFile.toFile().deleteOnExit(); // deleted before its directory: the last named goes first
            var lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (lock.tryLock() != null && Files.exists(lockFile)) {
                return new Directory(path, Files.getOwner(path), lock);
            }
            lock.close();
        }
    }

    private static String prefix() {
        return PREFIX + ProcessMark.self() + "-";
    }

    /** Whether this is a directory, not a link, that only this user can read and change. */
    private static boolean belongsTo(UserPrincipal user, Path directory) throws IOException {
        try {
            var found = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isDirectory()
                    && found.owner().equals(user)
                    && found.permissions().equals(PosixFilePermissions.fromString("rwx------"));
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static void removeLeftovers(Path parent, UserPrincipal user) throws IOException {
        try (var found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (var each : found) {
                // Never this JVM's own directories: closing any other channel to their lock would release the lock.
                if (!each.getFileName().toString().startsWith(prefix()) && belongsTo(user, each)) {
                    removeUnlessLocked(each);
                }
            }
        }
    }

    private static void removeUnlessLocked(Path directory) {
        try (var lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                return;
            }
            try (var files = Files.newDirectoryStream(directory)) {
                for (var file : files) {
                    Files.deleteIfExists(file);
                }
            }
            Files.delete(directory);
            LOG.info("Removed the launch files that an earlier run has left in {}", directory);
        } catch (IOException cannot) {
            LOG.debug("Leaving {}: {}", directory, cannot.toString());
        }
    }
}
