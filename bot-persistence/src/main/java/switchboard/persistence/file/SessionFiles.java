package switchboard.persistence.file;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.persistence.state.exception.DeleteRevisionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatStateJson;

/**
 * A directory of session files, each named {@code <ChatId>.json}. Blocks. Two calls for one chat must not run at once. I/O faults
 * are thrown unchanged; for a file without a session it throws {@link BrokenSessionException}.
 */
final class SessionFiles {

    /** The content of a session file. Files of the TypeScript bot have no revision and count as revision 1. */
    record Stored(ChatState state, long revision, Instant savedAt) {}

    private static final Logger LOG = LoggerFactory.getLogger(SessionFiles.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String SUFFIX = ".json";
    private static final String REVISION = "revision";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** Identifies the file that was written: any other file has another inode. */
    private record Print(@Nullable Object inode, FileTime modified, long size) {

        static Print of(Path file) throws IOException {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Print(found.fileKey(), found.lastModifiedTime(), found.size());
        }
    }

    private record Written(long revision, Print print) {}

    private final Path directory;
    private final Bodies bodies;

    /** The last write for each chat, so that its revision is known without reading the file. */
    private final Map<ChatId, Written> written = new ConcurrentHashMap<>();

    private final Clock clock;

    SessionFiles(Path directory, Clock clock) {
        this.directory = directory;
        this.bodies = new Bodies(directory);
        this.clock = clock;
    }

    Path directory() {
        return directory;
    }

    /** The file of a chat, whether it exists or not. */
    Path of(ChatId id) {
        return directory.resolve(id + SUFFIX);
    }

    /** Creates the directory if it is missing, and deletes half-written files that a crash has left. */
    void open() throws IOException {
        PrivateFiles.createDirectory(directory);
        try (var left = Files.newDirectoryStream(directory, SessionFiles::isTemporary)) {
            for (var file : left) {
                Files.deleteIfExists(file);
            }
        }
        bodies.sweep();
    }

    /** The chats that have a file. Files with other names are ignored. */
    List<ChatId> list() throws IOException {
        var chats = new ArrayList<ChatId>();
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var file : files) {
                chat(file.getFileName().toString()).ifPresent(chats::add);
            }
        } catch (DirectoryIteratorException fault) {
            throw fault.getCause();
        }
        return chats;
    }

    Optional<Stored> read(ChatId id) throws IOException {
        var json = parse(id);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        var revision = revision(json.get());
        bodies.bringBack(id, json.get());
        return Optional.of(decode(id, json.get(), revision));
    }

    /** Stores a chat's state, even over a newer one; see {@link #checkFollows}. */
    void write(ChatState state, long revision) throws IOException {
        var id = state.id();
        PrivateFiles.createDirectory(directory);
        var json = ChatStateJson.write(state, clock.instant(), revision);
        var names = Set.<String>of();
        if (json.length() > Bodies.MOST_INLINE) {
            var tree = MAPPER.readTree(json);
            names = bodies.moveOut(id, tree);
            json = MAPPER.writeValueAsString(tree);
        }
        // From a String, because that turns half a surrogate pair into a question mark. Jackson's own bytes would be an
        // error.
        PrivateFiles.write(of(id), json.getBytes(StandardCharsets.UTF_8));
        bodies.prune(id, names);
        written.put(id, new Written(revision, Print.of(of(id))));
    }

    /**
     * Checks that a revision is the one after the stored one. If the file of a running chat has broken, it is set aside instead:
     * the chat still has its whole state and continues.
     *
     * @throws IllegalStateException if the revision is another
     */
    void checkFollows(ChatId id, long revision) throws IOException {
        try {
            var stored = storedRevision(id);
            if (revision != stored + 1) {
                throw new IllegalStateException(of(id) + " is at revision " + stored + ", so revision " + revision
                        + " cannot be stored: another writer was faster.");
            }
        } catch (BrokenSessionException broken) {
            setAside(id, broken);
        }
    }

    /** Deletes a chat's file and texts, if it has any. */
    void delete(ChatId id) throws IOException {
        written.remove(id);
        if (Files.deleteIfExists(of(id))) {
            PrivateFiles.sync(directory);
        }
        bodies.prune(id, Set.of());
    }

    /** Checks that a revision is the stored one or the next. Sets a broken file aside. */
    void checkDeletable(ChatId id, long revision) throws IOException {
        try {
            var stored = storedRevision(id);
            if (revision != stored && revision != stored + 1) {
                throw new DeleteRevisionException(
                        of(id) + " is at revision " + stored + " and cannot be deleted at revision " + revision + ".");
            }
        } catch (BrokenSessionException broken) {
            setAside(id, broken);
        }
    }

    /** Renames a broken file and its texts to a name that is still free, and logs that. Returns the new name. */
    String setAside(ChatId id, BrokenSessionException broken) throws IOException {
        var file = of(id);
        var stamp = ".broken-" + STAMP.format(LocalDateTime.now(clock));
        var mark = stamp;
        for (var n = 2; Files.exists(marked(file, mark)) || Files.exists(marked(bodies.of(id), mark)); n++) {
            mark = stamp + "-" + n;
        }
        // Texts first: after a crash in between, the file is set aside again and no text is pruned.
        if (Files.exists(bodies.of(id))) {
            Files.move(bodies.of(id), marked(bodies.of(id), mark));
        }
        var aside = marked(file, mark);
        Files.move(file, aside);
        PrivateFiles.sync(directory);
        LOG.error("The session file {} cannot be read ({}); it was set aside as {}.", file, broken.getMessage(), aside);
        return aside.getFileName().toString();
    }

    private long storedRevision(ChatId id) throws IOException {
        var known = written.get(id);
        if (known != null && Files.exists(of(id)) && known.print().equals(Print.of(of(id)))) {
            return known.revision();
        }
        var json = parse(id);
        return json.isEmpty() ? 0 : revision(json.get());
    }

    private Optional<JsonNode> parse(ChatId id) throws IOException {
        var file = of(id);
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException fault) {
            throw Files.isDirectory(file) ? new BrokenSessionException("it is a directory", fault) : fault;
        }
        try {
            return Optional.of(MAPPER.readTree(content));
        } catch (IOException broken) {
            throw new BrokenSessionException("it is not JSON", broken);
        }
    }

    private static Stored decode(ChatId id, JsonNode json, long revision) throws BrokenSessionException {
        ChatState state;
        try {
            state = ChatStateJson.read(json);
        } catch (IOException | RuntimeException broken) {
            var reason = Objects.requireNonNullElse(broken.getMessage(), "a value is missing");
            throw new BrokenSessionException(firstLine(reason), broken);
        }
        if (!state.id().equals(id)) {
            throw new BrokenSessionException("it is that of chat " + state.id(), null);
        }
        var saved = json.hasNonNull("saved_at")
                ? Instant.parse(json.path("saved_at").asText())
                : Instant.EPOCH;
        return new Stored(state, revision, saved);
    }

    private static long revision(JsonNode json) throws BrokenSessionException {
        var revision = json.path(REVISION);
        if (revision.isMissingNode()) {
            return 1;
        }
        if (!revision.canConvertToLong() || !revision.isIntegralNumber() || revision.asLong() < 1) {
            throw new BrokenSessionException("its revision is not a number from 1", null);
        }
        return revision.asLong();
    }

    private static Optional<ChatId> chat(String name) {
        return name.endsWith(SUFFIX)
                ? ChatId.parse(name.substring(0, name.length() - SUFFIX.length()))
                : Optional.empty();
    }

    private static boolean isTemporary(Path file) {
        var name = file.getFileName().toString();
        var json = name.indexOf(SUFFIX + ".");
        return json > 0
                && name.endsWith(PrivateFiles.TEMPORARY)
                && chat(name.substring(0, json + SUFFIX.length())).isPresent();
    }

    private static Path marked(Path file, String mark) {
        return file.resolveSibling(file.getFileName() + mark);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
