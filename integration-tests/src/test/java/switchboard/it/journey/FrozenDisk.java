package switchboard.it.journey;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;

/**
 * A directory on a disk of its own, an image on a loop device, whose writes hang while it is frozen ({@code fsfreeze}). Whoever
 * writes to it meanwhile cannot be killed either, so it is thawed before anything else.
 */
final class FrozenDisk {

    private static final long SIZE = 16L << 20;

    private final Path directory;
    private boolean frozen;

    private FrozenDisk(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory, of mode 0700. Skips the test, with the reason, where this user may not mount or freeze.
     *
     * @param image where the disk's content is to be
     */
    static FrozenDisk at(Path directory, Path image) throws Exception {
        Files.createDirectory(directory);
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        assumeFine(HostCommand.run("mke2fs", "-q", "-F", "-t", "ext4", image.toString()));
        assumeFine(HostCommand.run("mount", "-o", "loop", image.toString(), directory.toString()));
        var disk = new FrozenDisk(directory);
        var trouble = HostCommand.run("fsfreeze", "--freeze", directory.toString());
        disk.frozen = trouble.isEmpty();
        disk.thaw();
        if (!trouble.isEmpty()) {
            disk.close();
        }
        assumeFine(trouble);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        return disk;
    }

    private static void assumeFine(String trouble) {
        Assumptions.assumeTrue(trouble.isEmpty(), () -> "no disk can be frozen here: " + trouble);
    }

    void freeze() throws IOException, InterruptedException {
        must("fsfreeze", "--freeze", directory.toString());
        frozen = true;
    }

    void thaw() throws IOException, InterruptedException {
        if (frozen) {
            must("fsfreeze", "--unfreeze", directory.toString());
            frozen = false;
        }
    }

    /** Thaws and unmounts it. */
    void close() throws IOException, InterruptedException {
        thaw();
        must("umount", "-l", directory.toString());
    }

    private static void must(String... command) throws IOException, InterruptedException {
        var trouble = HostCommand.run(command);
        if (!trouble.isEmpty()) {
            throw new IOException(trouble);
        }
    }
}
