package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that anybody has sent, by file id and by download path. The lock of its {@link BotApiState} guards the list. Any thread
 * may keep and load bytes, and both may block.
 */
public final class FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);
    static final String PREFIX = "BQAC-";

    /**
     * How much is kept.
     *
     * @param file the most bytes of a file that a bot can fetch
     * @param total the most bytes of all files together; the oldest ones go first
     */
    public record Limits(long file, long total) {
        /** Telegram's own, which forgets nothing. */
        public static final Limits TELEGRAM = new Limits(20L << 20, Long.MAX_VALUE);
    }

    /** The storage of the bytes, by file id. Thread-safe. Faults are thrown as {@link UncheckedIOException}. */
    public interface Bytes {
        /** Keeps a file. One that is on the disk is moved. */
        void keep(String id, FileContent content);

        /** When this returns, the kept bytes survive a crash of the machine. */
        default void sync(String id) {}

        /** The bytes kept under an id that is known. */
        byte[] load(String id);

        /** Removes the bytes of an id. */
        default void remove(String id) {}

        /** Removes the bytes of all other ids. */
        default void keepOnly(Set<String> ids) {}

        /** The file that the bytes of an id are in; empty if they are in memory. */
        default Optional<Path> path(String id) {
            return Optional.empty();
        }
    }

    /** @param size in bytes; may be more than the stored bytes, for files that are too big to keep */
    public record StoredFile(String id, String path, String name, String mimeType, long size) {
        long number() {
            return Long.parseLong(id.substring(PREFIX.length()));
        }

        /** The fields all of Telegram's file types share. */
        public ObjectNode json() {
            return Json.object()
                    .put("file_id", id)
                    .put("file_unique_id", "u" + id)
                    .put("file_size", size);
        }
    }

    private final Bytes bytes;
    private final Limits limits;
    private final AtomicLong last = new AtomicLong();
    private final Map<String, StoredFile> files = new LinkedHashMap<>();
    private long total;

    public FileStore(Bytes bytes, Limits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    /** Bytes that live as long as the process. */
    public static Bytes inMemory() {
        Map<String, byte[]> kept = new ConcurrentHashMap<>();
        return new Bytes() {
            @Override
            public void keep(String id, FileContent content) {
                kept.put(id, content.bytes());
            }

            @Override
            public byte[] load(String id) {
                return Objects.requireNonNull(kept.get(id), id);
            }
        };
    }

    public Limits limits() {
        return limits;
    }

    /** The file of an id; null if there is none. Under the state's lock. */
    public @Nullable StoredFile byId(String id) {
        return files.get(id);
    }

    /** The file of a download path; null if there is none. Under the state's lock. */
    public @Nullable StoredFile byPath(String path) {
        return files.values().stream()
                .filter(f -> f.path().equals(path))
                .findFirst()
                .orElse(null);
    }

    public FileContent content(StoredFile file) {
        return path(file)
                .map(path -> FileContent.at(path, file.name(), file.mimeType()))
                .orElseGet(() -> new FileContent(file.name(), file.mimeType(), bytes.load(file.id())));
    }

    /** The file on the disk with its bytes; empty if they are in memory. */
    public Optional<Path> path(StoredFile file) {
        return bytes.path(file.id());
    }

    /** Keeps the bytes of a file that is not listed yet. */
    StoredFile keep(FileContent content, long size) {
        long number = last.incrementAndGet();
        int dot = content.name().lastIndexOf('.');
        String ending = dot < 0 ? "" : content.name().substring(dot).replaceAll("[^.A-Za-z0-9]", "");
        var file = new StoredFile(
                PREFIX + number, "documents/file_" + number + ending, content.name(), content.mimeType(), size);
        bytes.keep(file.id(), content);
        return file;
    }

    /** When this returns, a kept file survives a crash of the machine. */
    void sync(StoredFile file) {
        bytes.sync(file.id());
    }

    void list(StoredFile file) {
        files.put(file.id(), file);
        total += file.size();
    }

    /** The oldest file, if all together are too large; empty if they are not, or if it is the only one. */
    Optional<StoredFile> surplus() {
        return total <= limits.total() || files.size() == 1
                ? Optional.empty()
                : Optional.of(files.values().iterator().next());
    }

    /** Takes a file off the list. */
    void unlist(StoredFile file) {
        if (files.remove(file.id()) != null) {
            total -= file.size();
        }
    }

    /** Removes the bytes of a file that is no longer listed. If that fails, the next start does it. */
    void delete(StoredFile file) {
        try {
            bytes.remove(file.id());
        } catch (UncheckedIOException fault) {
            LOG.warn("A file that is not kept any more stays on the disk until the next start", fault);
        }
    }

    /**
     * Lists files that were kept before. All others are removed.
     *
     * @param lastNumber the last number among the earlier files
     */
    void restore(Collection<StoredFile> stored, long lastNumber) {
        stored.stream().sorted(Comparator.comparingLong(StoredFile::number)).forEach(this::list);
        last.set(stored.stream().mapToLong(StoredFile::number).reduce(lastNumber, Math::max));
        bytes.keepOnly(Set.copyOf(files.keySet()));
    }
}
