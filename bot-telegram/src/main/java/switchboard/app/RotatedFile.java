package switchboard.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that this user alone can read. Before it becomes too large it is renamed, as are those before it, and the oldest
 * one goes. A line is in it as a whole or not at all. Used by one thread.
 */
final class RotatedFile implements AuditLog.Lines {

    private static final Set<PosixFilePermission> FOR_ME = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final long mostBytes;
    private final int kept;
    private @Nullable FileChannel channel;

    /** Tells the open file from another under its name. */
    private @Nullable Object identity;

    /** @param kept how many earlier files stay */
    RotatedFile(Path path, long mostBytes, int kept) {
        this.path = path;
        this.mostBytes = mostBytes;
        this.kept = kept;
    }

    /** All files that it may consist of, the newest first. */
    static List<Path> files(Path path, int kept) {
        return Stream.concat(Stream.of(path), IntStream.rangeClosed(1, kept).mapToObj(number -> earlier(path, number)))
                .toList();
    }

    private static Path earlier(Path path, int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /**
     * Opens it, unless it is open. Whoever moved it away gets a new one made, and one that was put in its place is continued. A device
     * or a pipe keeps its mode and is refused.
     */
    FileChannel open() throws IOException {
        var known = channel;
        var isThere = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        if (known != null && isThere && Objects.equals(identity, identity())) {
            return known;
        }
        close();
        if (isThere && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is not an ordinary file");
        }
        var opened = FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(FOR_ME));
        try {
            claim(opened);
        } catch (IOException | RuntimeException refused) {
            opened.close();
            throw refused;
        }
        channel = opened;
        identity = identity();
        return opened;
    }

    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private void claim(FileChannel opened) throws IOException {
        try {
            if (opened.tryLock() == null) {
                throw new IOException("another process writes it");
            }
        } catch (OverlappingFileLockException alsoOurs) {
            throw new IOException("it is open already", alsoOurs);
        }
        Files.setPosixFilePermissions(path, FOR_ME);
        opened.position(opened.size());
        if (!endsWithLine(opened)) { // the process was killed while it wrote
            write(opened, new byte[] {'\n'});
        }
    }

    private static boolean endsWithLine(FileChannel opened) throws IOException {
        var last = ByteBuffer.allocate(1);
        return opened.size() == 0 || (opened.read(last, opened.size() - 1) == 1 && last.get(0) == '\n');
    }

    @Override
    public void append(byte[] line) throws IOException {
        var to = open();
        if (to.size() > 0 && to.size() + line.length > mostBytes) {
            rotate();
            to = open();
        }
        write(to, line);
    }

    private void write(FileChannel to, byte[] line) throws IOException {
        var before = to.size();
        var bytes = ByteBuffer.wrap(line);
        try {
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        } catch (IOException failure) {
            to.truncate(before).position(before);
            throw failure;
        }
    }

    private void rotate() throws IOException {
        close();
        for (var number = kept; number > 0; number--) {
            var from = number == 1 ? path : earlier(path, number - 1);
            if (Files.exists(from)) {
                Files.move(from, earlier(path, number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public void close() throws IOException {
        var open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
