package switchboard.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.text.Texts;

/**
 * Holds a bot's token for one process of this user until closed, because two processes that poll with one token take each other's
 * messages. The lock file's name is a digest that does not reveal the token.
 */
final class TokenLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TokenLock.class);

    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = mode("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");
    private static final int DIGEST_BYTES = 8;

    /**
     * The files that this JVM holds. The operating system's lock belongs to the process, and closing any channel to the file
     * releases it. So a second caller must not even open the file.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final @Nullable FileChannel channel;

    private TokenLock(Path file, @Nullable FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the token for this process. If no lock file can be made, it warns and holds nothing: Telegram's own 409 still reveals
     * a second bot.
     *
     * @param home the user's home directory; the file is in {@code .cache/switchboard} below it
     * @throws IllegalArgumentException with one sentence for a person, if another bot holds it
     */
    static TokenLock take(Path home, String token) {
        var cache = home.resolve(".cache").toAbsolutePath().normalize();
        var file = cache.resolve("switchboard").resolve(digest(token) + ".lock");
        synchronized (HELD) {
            if (HELD.contains(file)) {
                throw held();
            }
            try {
                makeDirectory(cache);
                var channel = lock(file);
                HELD.add(file);
                return new TokenLock(file, channel);
            } catch (IOException | UnsupportedOperationException cannot) {
                LOG.warn("Nothing keeps a second bot on this token from starting here: {}", cannot.toString());
                return new TokenLock(file, null);
            }
        }
    }

    /** Holds nothing: for a token that nobody else has. */
    static TokenLock none() {
        return new TokenLock(Path.of(""), null);
    }

    /** Releases the token for other processes. */
    @Override
    public void close() {
        synchronized (HELD) {
            if (channel == null || !channel.isOpen()) {
                return;
            }
            HELD.remove(file);
            try {
                channel.close();
            } catch (IOException failed) {
                LOG.warn("{} is given up only when this process ends: {}", file, failed.toString());
            }
        }
    }

    private static void makeDirectory(Path cache) throws IOException {
        var directory = cache.resolve("switchboard");
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(cache);
            Files.createDirectory(directory, DIRECTORY);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        var channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), FILE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (IOException cannot) {
            channel.close();
            throw cannot;
        } catch (OverlappingFileLockException taken) {
            channel.close();
            throw held();
        }
        channel.close();
        throw held();
    }

    private static IllegalArgumentException held() {
        return new IllegalArgumentException(Texts.of("start.tokenInUse"));
    }

    private static String digest(String token) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has SHA-256
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
