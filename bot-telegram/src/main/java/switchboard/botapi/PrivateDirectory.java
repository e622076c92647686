package switchboard.botapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/** A directory of mode 0700 with files of mode 0600. Opening it checks that. */
final class PrivateDirectory {
    private static final Set<PosixFilePermission> OWNER_ALL = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(OWNER_ALL);
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int PIECE = 64 << 10;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Path path;

    private PrivateDirectory(Path path) {
        this.path = path;
    }

    /**
     * Opens a directory. A missing one is created, its parents with the default mode.
     *
     * @throws IllegalArgumentException with one plain sentence and the fix, if it is a link, not a directory, or open to others
     * @throws IOException if it cannot be read or created
     */
    static PrivateDirectory open(Path directory) throws IOException {
        Path path = directory.toAbsolutePath().normalize();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(path, DIRECTORY);
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(
                    "The directory " + path + " is a symbolic link or no directory; move it away.");
        }
        if (!OWNER_ALL.containsAll(Files.getPosixFilePermissions(path))) {
            throw new IllegalArgumentException(
                    "Other users have access to the directory " + path + "; run: chmod 700 " + path);
        }
        return new PrivateDirectory(path);
    }

    Path path() {
        return path;
    }

    /** A directory in this one. */
    PrivateDirectory in(String name) throws IOException {
        return open(path.resolve(name));
    }

    /** A file, which is created empty if it is missing. */
    Path file(String name) throws IOException {
        Path file = path.resolve(name);
        try {
            return Files.createFile(file, FILE);
        } catch (FileAlreadyExistsException there) {
            return file;
        }
    }

    /** Writes a file; a crash of the machine may still lose it. */
    void write(String name, byte[] content) throws IOException {
        Path file = file(name);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int from = 0; from < content.length; ) {
                // In pieces, because a thread keeps a buffer outside the heap as large as the largest piece it has
                // written.
                from += channel.write(ByteBuffer.wrap(content, from, Math.min(PIECE, content.length - from)));
            }
        }
    }

    /** When this returns, the file is on the disk. */
    void sync(String name) throws IOException {
        try (var channel = FileChannel.open(path.resolve(name), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try (var names = FileChannel.open(path, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Removes all files whose names begin with the prefix, except the kept ones. */
    void removeBut(Set<String> kept, String prefix) throws IOException {
        try (var files = Files.newDirectoryStream(path, prefix + "*")) {
            for (Path file : files) {
                if (!kept.contains(String.valueOf(file.getFileName()))) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Renames a file or directory so that the name says that it is broken and when it was last changed. Returns the new path. */
    Path setAside(String name) throws IOException {
        Path broken = path.resolve(name);
        String stamp =
                STAMP.format(Files.getLastModifiedTime(broken).toInstant().atZone(ZoneId.systemDefault()));
        Path aside = path.resolve(name + ".broken-" + stamp);
        for (int i = 2; Files.exists(aside); i++) {
            aside = path.resolve(name + ".broken-" + stamp + "-" + i);
        }
        return Files.move(broken, aside);
    }

    /** This directory's files as bytes of a {@link FileStore}. */
    FileStore.Bytes bytes() {
        return new FileStore.Bytes() {
            @Override
            public void keep(String id, FileContent content) {
                try {
                    if (content.path().isPresent()) {
                        Files.move(content.path().get(), path.resolve(id), StandardCopyOption.ATOMIC_MOVE);
                    } else {
                        write(id, content.bytes());
                    }
                } catch (IOException fault) {
                    throw new UncheckedIOException("File " + id + " cannot be kept in " + path, fault);
                }
            }

            @Override
            public void sync(String id) {
                try {
                    PrivateDirectory.this.sync(id);
                } catch (IOException fault) {
                    throw new UncheckedIOException("File " + id + " cannot be kept in " + path, fault);
                }
            }

            @Override
            public void remove(String id) {
                try {
                    Files.deleteIfExists(path.resolve(id));
                } catch (IOException fault) {
                    throw new UncheckedIOException("File " + id + " in " + path + " cannot be removed", fault);
                }
            }

            @Override
            public void keepOnly(Set<String> ids) {
                try {
                    removeBut(ids, FileStore.PREFIX);
                } catch (IOException fault) {
                    throw new UncheckedIOException("Files in " + path + " cannot be removed", fault);
                }
            }

            @Override
            public Optional<Path> path(String id) {
                return Optional.of(path.resolve(id));
            }

            @Override
            public byte[] load(String id) {
                try {
                    return Files.readAllBytes(path.resolve(id));
                } catch (IOException fault) {
                    throw new UncheckedIOException("File " + id + " cannot be read from " + path, fault);
                }
            }
        };
    }
}
