package switchboard.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.text.Texts;

/**
 * The files of chats on the disk. A file has its name only once it is whole. No link is followed, because a chat's agent may write
 * in the chat's directory. Blocks; used by several threads, by one at a time for a chat.
 */
final class StoredFiles {

    /** Where a chat's agent keeps its temporary files; the directory itself stays. */
    private static final String TEMPORARY = ".tmp";

    private record Found(Path path, long bytes, Instant used) {}

    private final FilesSettings settings;
    private final Attachments source;
    private final Clock clock;

    StoredFiles(FilesSettings settings, Attachments source, Clock clock) {
        this.settings = settings;
        this.source = source;
        this.clock = clock;
    }

    /** The chats that have a directory. */
    List<ChatId> chats() {
        try (var entries = Files.list(settings.root())) {
            return entries.map(settings.root()::relativize)
                    .flatMap(name -> ChatId.parse(name.toString()).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Deletes forgotten copies of files that were to leave. Returns the chats that have a directory, to be cleaned one by one. */
    List<ChatId> sweep() {
        try {
            OfferedFiles.clean(settings, clock.instant());
            return chats();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Path path(ChatId chat, Content.Attachment file) {
        return settings.places().path(chat, file);
    }

    /**
     * Fetches a file unless it is there.
     *
     * @param held what is not deleted to make room
     * @throws Attachments.GoneException if another try would not help
     */
    void fetch(ChatId chat, Content.Attachment file, Set<Path> held) throws IOException {
        var path = path(chat, file);
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) { // perhaps changed by the agent since
            Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
            return;
        }
        FilesRoot.makePrivate(settings.places().directory(chat));
        var announced = file.size() == null ? 0 : file.size();
        makeRoom(chat, held, announced, announced);
        var part = settings.places().part(chat, file);
        Files.deleteIfExists(part);
        try {
            source.fetch(chat, file, part);
            checkSize(part, file.size());
            makeRoom(
                    chat,
                    Stream.concat(held.stream(), Stream.of(part)).collect(Collectors.toSet()),
                    Files.size(part),
                    0);
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
            Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
            sync(part);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            sync(settings.places().directory(chat));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void checkSize(Path part, @Nullable Long expected) throws IOException {
        var size = Files.size(part);
        if (expected != null && size != expected) {
            throw new Attachments.UnavailableException(Texts.of("files.otherSize", size, expected));
        }
    }

    static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Makes room for a file.
     *
     * @param more how many of its bytes are still to come
     * @throws Attachments.GoneException if it never fits
     * @throws Attachments.UnavailableException if it does not fit beside what is held
     */
    private void makeRoom(ChatId chat, Set<Path> held, long size, long more) throws IOException {
        var most = settings.maxBytes();
        if (size > most) {
            throw new Attachments.GoneException(FileLimits.alone(size, most));
        }
        if (clean(chat, held, more) + more > most) {
            throw new Attachments.UnavailableException(FileLimits.together(size, most));
        }
    }

    /**
     * Deletes what has not been used for long, and what a kill has left of a fetch: a chat's fetches and its cleaning come one after the
     * other. Then it deletes the oldest files until the others and {@code more} bytes fit. Returns the bytes that are left.
     *
     * @param held what is not deleted
     */
    long clean(ChatId chat, Set<Path> held, long more) throws IOException {
        var directory = settings.places().directory(chat);
        var tooOld = clock.instant().minus(settings.keep());
        var left = new ArrayList<Found>();
        for (var found : found(directory, tooOld)) {
            var isUseless = found.used().isBefore(tooOld) || settings.places().isPart(chat, found.path());
            var isOver = isUseless && !held.contains(found.path());
            if (!isOver || !delete(found.path())) {
                left.add(found);
            }
        }
        left.sort(Comparator.comparing(Found::used));
        var bytes = left.stream().mapToLong(Found::bytes).sum();
        for (var found : left) {
            if (bytes + more > settings.maxBytes() && !held.contains(found.path()) && delete(found.path())) {
                bytes -= found.bytes();
            }
        }
        return bytes;
    }

    /** Deletes such files in a directory and below that have not been used since. */
    static void delete(Path directory, Instant tooOld, Predicate<Path> such) throws IOException {
        for (var found : found(directory, tooOld)) {
            if (found.used().isBefore(tooOld) && such.test(found.path())) {
                delete(found.path());
            }
        }
    }

    /** The bytes of the files in a directory and below. */
    static long bytes(Path directory) throws IOException {
        return found(directory, Instant.MIN).stream().mapToLong(Found::bytes).sum();
    }

    /** Whether it is gone now: the agent may have closed the directory that it is in. */
    static boolean delete(Path file) {
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** The files and links in a chat's directory and below. Empty directories that are old are deleted on the way. */
    private static List<Found> found(Path directory, Instant tooOld) throws IOException {
        var found = new ArrayList<Found>();
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                if (facts.isRegularFile() || facts.isSymbolicLink()) { // else a socket of a process that lives
                    found.add(new Found(
                            file, facts.size(), facts.lastModifiedTime().toInstant()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE; // deleted meanwhile, or closed by the agent, whose own it is then
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                var stays = visited.equals(directory) || visited.equals(directory.resolve(TEMPORARY));
                if (failure == null && !stays && isOld(visited, tooOld) && FilesRoot.isEmpty(visited)) {
                    Files.deleteIfExists(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean isOld(Path directory, Instant tooOld) throws IOException {
        return Files.getLastModifiedTime(directory).toInstant().isBefore(tooOld);
    }
}
