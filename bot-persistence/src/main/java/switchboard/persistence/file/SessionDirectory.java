package switchboard.persistence.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import switchboard.text.Texts;

/**
 * The directory of the session files, checked and held by one process until closed. Session files decide what chats run, so
 * anyone else who could write them would control the bot.
 */
public final class SessionDirectory implements AutoCloseable {

    private static final String LOCK = ".lock";

    private static final String IDENTITY = "identity";
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * The directories that this JVM holds. The operating system's lock belongs to the process, and closing any channel to the
     * file releases it. So a second caller must not even open the file.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path path;
    private final FileChannel lock;

    private SessionDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens a directory. A missing one is created with mode 0700, its parents with the default mode.
     *
     * @throws IOException with one plain sentence and the fix, if the directory is a symbolic link, not a directory, not the
     *     current user's, open to others, or in use by another bot
     */
    public static SessionDirectory open(Path directory) throws IOException {
        var path = directory.toAbsolutePath().normalize();
        try {
            check(path);
            return hold(path.toRealPath());
        } catch (Refused refused) {
            throw refused;
        } catch (IOException fault) {
            var explained = FileFault.explain("open the session directory", path, fault);
            throw new IOException(Texts.of("sessionDir.unusable", String.valueOf(explained.getMessage())), fault);
        }
    }

    /** The directory itself, absolute. */
    public Path path() {
        return path;
    }

    /** Whether {@link #identity} was called before. False in a directory of a version that had no identities. */
    boolean hasIdentity() {
        return Files.exists(path.resolve(IDENTITY));
    }

    /**
     * The directory's identity: random, made on first use and kept in the directory. So it stays with the sessions wherever the
     * directory is moved or mounted. A copy has another identity, because its lock is another file.
     *
     * @throws IOException with one sentence, if the identity cannot be read or written
     */
    String identity() throws IOException {
        var file = path.resolve(IDENTITY);
        try {
            var kept = hasIdentity() ? Files.readString(file).strip() : "";
            if (!UUID_TEXT.matcher(kept).matches()) {
                kept = UUID.randomUUID().toString();
                PrivateFiles.write(file, kept.getBytes(StandardCharsets.US_ASCII));
            }
            return kept + whereTheLockIs();
        } catch (IOException fault) {
            throw FileFault.explain("open", file, fault);
        }
    }

    /** {@code -dev-801-ino-1234-} */
    private String whereTheLockIs() throws IOException {
        var key = Files.readAttributes(path.resolve(LOCK), PosixFileAttributes.class)
                .fileKey();
        return String.valueOf(key).replaceAll("[^0-9a-z]+", "-");
    }

    /** Releases the directory for other processes. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (lock.isOpen()) {
                lock.close();
                HELD.remove(path);
            }
        }
    }

    private static void check(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.createDirectory(path);
        }
        var found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (found.isSymbolicLink()) {
            throw new Refused(Texts.of("sessionDir.link", path));
        }
        if (!found.isDirectory()) {
            throw new Refused(Texts.of("sessionDir.isFile", path));
        }
        if (!found.owner().equals(currentUser())) {
            throw new Refused(Texts.of("sessionDir.foreign", path, found.owner().getName()));
        }
        if (!owners().containsAll(found.permissions())) {
            throw new Refused(Texts.of("sessionDir.open", path));
        }
    }

    private static SessionDirectory hold(Path path) throws IOException {
        synchronized (HELD) {
            if (HELD.contains(path)) {
                throw inUse(path);
            }
            var channel = FileChannel.open(
                    path.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PrivateFiles.FILE);
            try {
                if (channel.tryLock() == null) {
                    throw inUse(path);
                }
            } catch (IOException | OverlappingFileLockException taken) {
                channel.close();
                throw taken instanceof IOException fault ? fault : inUse(path);
            }
            HELD.add(path);
            return new SessionDirectory(path, channel);
        }
    }

    private static Refused inUse(Path path) {
        return new Refused(Texts.of("sessionDir.inUse", path));
    }

    /** The owner of files that this process makes, whatever the environment says. */
    private static UserPrincipal currentUser() throws IOException {
        var probe = Files.createTempFile("switchboard", PrivateFiles.TEMPORARY);
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static Set<PosixFilePermission> owners() {
        return EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    }

    /** A directory that must not be used; its message is the whole sentence. */
    private static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence);
        }
    }
}
