package switchboard.telegram.update;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.telegram.api.ReceivedJson;
import switchboard.telegram.api.TelegramApi.Received;

/**
 * The updates that their chats cannot store, kept on the disk until they can. {@code SESSION_DIR/undelivered/} (mode 0700) holds
 * one file (mode 0600) for each update, or for the pieces of one paste: the JSON that Telegram sent, named in the order it came. Also
 * remembers when Telegram was last polled. All file work happens on the executor, in the order of the calls. Thread-safe.
 */
final class SetAsideUpdates {

    /** One file. */
    record Kept(Path file, List<Received> updates) {}

    /**
     * The files of an earlier process.
     *
     * @param kept in the order the updates came
     * @param lastAsked when that process last polled Telegram; empty if that is not known
     */
    record Left(List<Kept> kept, Optional<Instant> lastAsked) {}

    /** At most this many files; further updates stay with Telegram. */
    static final int MOST_FILES = 1_000;

    /** At most this many bytes. */
    static final long MOST_BYTES = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SetAsideUpdates.class);
    private static final String SUFFIX = ".json";
    private static final String TEMPORARY = ".tmp";
    private static final String LAST_ASKED = ".last-asked";
    private static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = mode("rwx------");

    private final Path directory;
    private final Path lastAsked;
    private final Executor executor;
    private CompletionStage<?> last = CompletableFuture.completedFuture(null);
    private long number;
    private int files;
    private long bytes;

    /** @param sessions the session directory, which exists */
    SetAsideUpdates(Path sessions, Executor executor) {
        this.directory = sessions.resolve("undelivered");
        this.lastAsked = sessions.resolve(LAST_ASKED);
        this.executor = executor;
    }

    /** Reads the files of an earlier process. A file that cannot be read is renamed and logged. */
    CompletionStage<Left> open() {
        return inOrder(() -> new Left(readAll(), time(lastAsked)));
    }

    /**
     * Writes updates to the disk; completes when they are there. Fails with an {@link IOException} that explains the failure in
     * words.
     */
    CompletionStage<Path> keep(List<Received> updates) {
        return inOrder(() -> {
            var content = ReceivedJson.writeAll(updates).getBytes(StandardCharsets.UTF_8);
            if (files >= MOST_FILES || bytes + content.length > MOST_BYTES) {
                throw new IOException("too much is kept aside already");
            }
            var file = directory.resolve(
                    "%019d-%d%s".formatted(number + 1, updates.getFirst().updateId(), SUFFIX));
            write(file, content);
            number++;
            files++;
            bytes += content.length;
            return file;
        });
    }

    /** Removes a file once its chat has stored the updates. If that fails, they are offered again and the chat drops them. */
    void remove(Path file) {
        inOrder(() -> {
                    bytes -= Files.size(file);
                    Files.delete(file);
                    files--;
                    return file;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("{} is no longer needed and cannot be deleted: {}", file, failure.toString());
                    }
                });
    }

    /** Notes when Telegram was polled. The note may be lost. */
    void asked(Instant now) {
        inOrder(() -> {
                    try {
                        Files.setLastModifiedTime(lastAsked, FileTime.from(now));
                    } catch (NoSuchFileException first) {
                        Files.setLastModifiedTime(Files.createFile(lastAsked, FILE), FileTime.from(now));
                    }
                    return lastAsked;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug("{} is not up to date: {}", lastAsked, failure.toString());
                    }
                });
    }

    private List<Kept> readAll() throws IOException {
        var kept = new ArrayList<Kept>();
        if (!Files.isDirectory(directory)) {
            return kept;
        }
        for (var file : list()) {
            if (file.toString().endsWith(TEMPORARY)) {
                Files.deleteIfExists(file); // half written when the bot crashed, and not confirmed
            } else if (file.toString().endsWith(SUFFIX)) {
                read(file).ifPresent(kept::add);
            }
        }
        return kept;
    }

    private List<Path> list() throws IOException {
        try (var found = Files.list(directory)) {
            return found.sorted().toList();
        }
    }

    private Optional<Kept> read(Path file) throws IOException {
        var name = String.valueOf(file.getFileName());
        try {
            var content = Files.readString(file);
            var kept = new Kept(file, ReceivedJson.readAll(content));
            number = Math.max(number, Long.parseLong(name.substring(0, Math.max(0, name.indexOf('-')))));
            files++;
            bytes += Files.size(file);
            return Optional.of(kept);
        } catch (IOException | NumberFormatException broken) {
            var aside = file.resolveSibling(name + ".broken");
            Files.move(file, aside);
            LOG.error("What is kept in {} cannot be read ({}); it was set aside as {}.", file, broken, aside);
            return Optional.empty();
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, DIRECTORY);
            sync(directory.resolveSibling("."));
        }
        var temporary = Files.createTempFile(directory, "", TEMPORARY, FILE);
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                for (var buffer = ByteBuffer.wrap(content); buffer.hasRemaining(); ) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(directory);
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Optional<Instant> time(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.getLastModifiedTime(file).toInstant()) : Optional.empty();
    }

    private synchronized <T> CompletionStage<T> inOrder(Callable<T> work) {
        var result = last.handleAsync(
                (done, failure) -> {
                    try {
                        return work.call();
                    } catch (Exception fault) {
                        throw new CompletionException(fault);
                    }
                },
                executor);
        last = result;
        return result;
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
