package switchboard.persistence.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files for their owner alone. Writes are such that a crash at any moment leaves either the whole old content or the whole new
 * one.
 */
final class PrivateFiles {

    /** The end of a file's name while it is being written. */
    static final String TEMPORARY = ".tmp";

    /** Mode 0600. */
    static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = mode("rwx------");

    private PrivateFiles() {}

    /** Creates a directory of mode 0700 unless there is one; parents get the default mode. */
    static void createDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        var parent = parent(directory);
        Files.createDirectories(parent);
        try {
            Files.createDirectory(directory, DIRECTORY);
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(directory)) {
                throw exists;
            }
        }
        sync(parent);
    }

    /** Replaces a file. When this returns, content and name are on the disk. */
    static void write(Path file, byte[] content) throws IOException {
        var directory = parent(file);
        var temporary = directory.resolve(file.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + TEMPORARY);
        try {
            try (var channel = FileChannel.open(temporary, NEW, FILE)) {
                var buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException fault) {
            Files.deleteIfExists(temporary);
            throw fault;
        }
        sync(directory);
    }

    /** Makes created, changed and deleted names in a directory permanent. */
    static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "the root directory holds no session files");
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
