package switchboard.it.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory on which nothing can be written when a test wants it: a disk of 512 KB that is filled or, where this user may mount
 * none, a directory that is made unwritable.
 */
final class SmallDisk {

    private static final Logger LOG = LoggerFactory.getLogger(SmallDisk.class);
    private static final String SIZE = "512k";
    private static final int BLOCK = 4096;

    private final Path directory;
    private final boolean mounted;

    private SmallDisk(Path directory, boolean mounted) {
        this.directory = directory;
        this.mounted = mounted;
    }

    /** Makes the directory, of mode 0700. Skips the test where nothing can keep this user from writing. */
    static SmallDisk at(Path directory) throws Exception {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var trouble = HostCommand.run(
                "mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=0700", "tmpfs", directory.toString());
        var disk = new SmallDisk(directory, trouble.isEmpty());
        if (!disk.mounted) {
            LOG.warn("No small disk can be mounted ({}); the directory is made unwritable instead", trouble);
            disk.fill();
            var isRoot = Files.isWritable(directory);
            disk.free();
            Assumptions.assumeFalse(isRoot, "neither a mount nor a mode keeps this user from writing: " + trouble);
        }
        return disk;
    }

    /** What the bot calls it when nothing can be written any more. */
    String trouble() {
        return mounted ? "The disk is full" : "not writable";
    }

    void fill() throws IOException {
        if (!mounted) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
            return;
        }
        var block = new byte[BLOCK];
        try (var filler = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            LOG.info("The disk is filled: {}", full.getMessage());
        }
    }

    void free() throws IOException {
        if (mounted) {
            Files.deleteIfExists(filler());
        } else {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Makes room, and unmounts it. */
    void close() throws IOException, InterruptedException {
        free();
        if (mounted) {
            var trouble = HostCommand.run("umount", "-l", directory.toString());
            if (!trouble.isEmpty()) {
                throw new IOException(trouble);
            }
        }
    }

    private Path filler() {
        return directory.resolve("filler");
    }
}
