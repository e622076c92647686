package switchboard.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.audit.Audit;
import switchboard.audit.AuditEntry;
import switchboard.model.Caller;
import switchboard.model.Secrets;
import switchboard.text.HumanText;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/**
 * The record of who did what, a line of JSON each. A thread of its own writes it, so that no chat waits for the disk. What that thread
 * cannot write, or has no room for, is lost: the log says so once, and the record says how much as soon as it can be written again.
 */
final class AuditLog implements Audit, AutoCloseable {

    /** Where the lines go. */
    interface Lines extends Closeable {

        /** Adds a line, which ends with a line feed. */
        void append(byte[] line) throws IOException;
    }

    /** So many earlier files stay. */
    static final int KEPT = 4;

    private static final long MOST_BYTES = 10_000_000;
    private static final int MOST_WAITING = 1_000;
    private static final int LONGEST = 500;
    private static final int LONGEST_NAME = 100;
    private static final String CUT = "…";
    private static final long CLOSE_WITHIN_MS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final Secrets secrets;
    private final Lines file;
    private final ThreadPoolExecutor writer;
    private final AtomicLong lost = new AtomicLong();

    AuditLog(Path path, Secrets secrets, Lines file) {
        this.path = path;
        this.secrets = secrets.byLine(); // a prompt is recorded on one line, and so are the lines of a key in it
        this.file = file;
        this.writer = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                work -> {
                    var thread = new Thread(work, "audit-log");
                    thread.setDaemon(true);
                    return thread;
                },
                (work, full) -> onFull(full));
    }

    /**
     * Opens the record.
     *
     * @throws IllegalArgumentException with one sentence for a person, if it cannot be written
     */
    static AuditLog open(Path path, Secrets secrets) {
        var file = new RotatedFile(path, MOST_BYTES, KEPT);
        try {
            file.open();
        } catch (IOException failure) {
            throw new IllegalArgumentException(Texts.of("start.audit", path, reason(failure)), failure);
        }
        return new AuditLog(path, secrets, file);
    }

    /** All files that the record may consist of. */
    static List<Path> files(Path path) {
        return RotatedFile.files(path, KEPT);
    }

    @Override
    public void record(AuditEntry entry) {
        writer.execute(() -> write(entry));
    }

    private void onFull(ThreadPoolExecutor full) {
        if (!full.isShutdown()) {
            lose("too much waits for the disk");
        }
    }

    private void write(AuditEntry entry) {
        try {
            var missing = lost.get();
            if (missing > 0) {
                file.append(line(gap(entry.at(), missing)));
                lost.addAndGet(-missing);
                LOG.warn("The audit log {} is written again; {} of its entries are lost.", path, missing);
            }
            file.append(line(json(entry)));
        } catch (IOException failure) {
            lose(reason(failure));
        }
    }

    private void lose(String why) {
        if (lost.getAndIncrement() == 0) {
            LOG.error(
                    "The audit log {} cannot be written ({}). What is done until it can be is missing in it.",
                    path,
                    why);
        }
    }

    /** How many entries are lost that the record does not tell of yet. */
    long lost() {
        return lost.get();
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "its folder does not exist";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException fault -> Objects.requireNonNullElse(fault.getReason(), fault.toString());
            default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        };
    }

    private static ObjectNode gap(Instant at, long missing) {
        return JSON.createObjectNode()
                .put("at", at.toString())
                .put("kind", "gap")
                .put("what", Long.toString(missing))
                .put("outcome", "lost");
    }

    private ObjectNode json(AuditEntry entry) {
        var json = JSON.createObjectNode().put("at", entry.at().toString());
        var who = entry.who();
        if (who != null) {
            json.set("who", person(who));
        }
        json.put("chat", entry.chat().toString())
                .put("kind", word(entry.kind()))
                .put("what", shown(entry.what(), LONGEST))
                .put("outcome", entry.outcome());
        var turn = entry.turn();
        if (turn != null) {
            json.put("turn", turn.value());
        }
        return json;
    }

    private ObjectNode person(Caller who) {
        return JSON.createObjectNode()
                .put("id", who.id())
                .put("name", shown(who.name(), LONGEST_NAME))
                .put("role", word(who.role()));
    }

    /** Secrets are struck out first, so that no part of one is left at the end. An entry's own end may be a part of one. */
    private String shown(String text, int most) {
        var isCut = text.length() >= AuditEntry.LONGEST && text.endsWith(CUT);
        var struck = secrets.strike(isCut ? withoutSecretAtEnd(text) : text);
        return HumanText.shortened(VisibleText.reveal(HumanText.shortened(struck, most)), most);
    }

    private String withoutSecretAtEnd(String text) {
        var rest = text.substring(0, text.length() - CUT.length());
        return rest.substring(0, rest.length() - secrets.begun(rest)) + CUT;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static byte[] line(ObjectNode json) {
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the waiting entries, as far as the disk allows. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (writer.awaitTermination(CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS)) {
                file.close();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            LOG.warn("The audit log {} is not closed properly: {}", path, reason(failure));
        }
    }
}
