package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import switchboard.archive.Transcripts;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.text.ExplainedException;
import switchboard.text.Texts;

/**
 * The transcripts of Claude Code, {@code <config dir>/projects/<folder>/<session id>.jsonl}. The CLI finds a session by its id in
 * any folder, and adds to the file that it finds (2.1.330, tried out).
 */
final class ClaudeTranscripts implements Transcripts {

    private static final String PART = ".part";

    /** Claude Code shortens the folder of a longer path in a way of its own. */
    private static final int LONGEST_FOLDER = 200;

    /** How many transcripts are carried at once over all chats: each may take tens of megabytes of memory. */
    private static final int AT_ONCE = 2;

    private final Path config;
    private final Redaction redaction;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    ClaudeTranscripts(Path config, Secrets secrets) {
        this.config = config;
        this.redaction = new Redaction(secrets);
    }

    @Override
    public boolean write(Session session, OutputStream to) throws IOException, ExplainedException {
        var file = SessionTranscript.find(session.id(), config);
        if (file.isEmpty()) {
            return false;
        }
        try (var reader = SessionTranscript.open(file.get())) {
            return carry(reader, redaction::strike, to);
        }
    }

    @Override
    public void keep(Session session, InputStream content) throws IOException, ExplainedException {
        var folder = config.resolve("projects").resolve(folder(session.directory()));
        var directory = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder, directory);
        deleteParts(folder, session);
        var kept = folder.resolve(session.id() + ".jsonl");
        if (Files.exists(kept)) {
            return; // by an earlier try
        }
        var part = folder.resolve("." + session.id() + "." + UUID.randomUUID() + PART);
        try {
            if (!write(part, session, content)) {
                throw new ExplainedException(Texts.of("import.empty"));
            }
            Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private boolean write(Path part, Session session, InputStream content) throws IOException, ExplainedException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        UnaryOperator<JsonNode> settle = line -> ((ObjectNode) line)
                .put("cwd", session.directory().toString())
                .put("sessionId", session.id().value())
                .put("timestamp", time(line.path("timestamp").asText(), session.at()));
        try (var channel =
                        FileChannel.open(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode);
                var to = Channels.newOutputStream(channel)) {
            var isAnything = carry(new InputStreamReader(content, StandardCharsets.UTF_8), settle, to);
            channel.force(true);
            return isAnything;
        }
    }

    /** Returns whether there was a line. */
    private boolean carry(Reader from, UnaryOperator<JsonNode> change, OutputStream to)
            throws IOException, ExplainedException {
        try {
            turns.acquire();
        } catch (InterruptedException givenUp) {
            throw new InterruptedIOException("given up before it began");
        }
        try {
            return carryNow(from, change, to);
        } finally {
            turns.release();
        }
    }

    private static boolean carryNow(Reader from, UnaryOperator<JsonNode> change, OutputStream to)
            throws IOException, ExplainedException {
        var lines = new BoundedLines(from);
        var carried = new CarriedLines();
        var writer = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
        var isAnything = false;
        for (var text = lines.next(); text != null; text = lines.next()) {
            var line = carried.next(SessionTranscript.parse(text));
            if (line.isPresent()) {
                writer.write(change.apply(line.get()).toString());
                writer.write('\n');
                isAnything = true;
            }
        }
        writer.flush();
        return isAnything;
    }

    /** What is said from now on comes after what is taken over, also if the other machine's clock was ahead. */
    private static String time(String written, Instant latest) {
        try {
            return Instant.parse(written).isAfter(latest) ? latest.toString() : written;
        } catch (DateTimeParseException unknown) {
            return latest.toString();
        }
    }

    /** What a kill has left. */
    private static void deleteParts(Path folder, Session session) throws IOException {
        try (var parts = Files.newDirectoryStream(folder, "." + session.id() + ".*" + PART)) {
            for (var part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static String folder(Path directory) {
        var folder = directory.toString().replaceAll("[^A-Za-z0-9]", "-");
        return folder.length() <= LONGEST_FOLDER ? folder : folder.substring(0, LONGEST_FOLDER);
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
