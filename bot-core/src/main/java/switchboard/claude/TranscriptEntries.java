package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import switchboard.model.SessionId;

/** The entries of a transcript by their uuids, each with the one before it. Immutable. */
final class TranscriptEntries {

    /** The types of entries that somebody has said. A copy may end with any of them (2.1.330, tried out). */
    private static final Set<String> MESSAGES = Set.of("user", "assistant");

    /**
     * What is needed of an entry.
     *
     * @param parent the uuid of the entry before it, also across a compaction; empty for the first
     * @param isWhole whether it is a message that neither calls a tool nor has the result of one
     * @param at when it was said; null if that is not known
     */
    private record Entry(
            String parent,
            boolean isMessage,
            boolean isWhole,
            @Nullable Instant at) {

        static Entry of(JsonNode line) {
            var parent = line.path("parentUuid");
            var isMessage = MESSAGES.contains(line.path("type").asText())
                    && !line.path("isSidechain").asBoolean();
            return new Entry(
                    (parent.isTextual() ? parent : line.path("logicalParentUuid")).asText(),
                    isMessage,
                    isMessage && !isOfTool(line),
                    time(line.path("timestamp").asText()));
        }

        private static boolean isOfTool(JsonNode line) {
            return StreamSupport.stream(line.at("/message/content").spliterator(), false)
                    .anyMatch(block -> block.path("type").asText().startsWith("tool_"));
        }

        private static @Nullable Instant time(String written) {
            try {
                return Instant.parse(written);
            } catch (DateTimeParseException unknown) {
                return null;
            }
        }

        boolean isBy(Instant end) {
            return at == null || !at.isAfter(end);
        }
    }

    private final Map<String, Entry> byUuid;

    /** The uuid of the newest entry of the conversation; empty if there is none. */
    private final String newest;

    private TranscriptEntries(Map<String, Entry> byUuid, String newest) {
        this.byUuid = byUuid;
        this.newest = newest;
    }

    /** Blocks on the file. A session without a file has no entries. */
    static TranscriptEntries read(SessionId session, Path configDirectory) throws IOException {
        var byUuid = new HashMap<String, Entry>();
        var newest = "";
        var file = SessionTranscript.find(session, configDirectory);
        if (file.isPresent()) {
            try (var reader = SessionTranscript.open(file.get())) {
                var all = new BoundedLines(reader);
                for (var text = all.next(); text != null; text = all.next()) {
                    var line = SessionTranscript.parse(text);
                    if (line.hasNonNull("uuid")) {
                        var entry = Entry.of(line);
                        newest = entry.isMessage() ? line.path("uuid").asText() : newest;
                        byUuid.put(line.path("uuid").asText(), entry); // sent again it has moved
                    }
                }
            }
        }
        return new TranscriptEntries(byUuid, newest);
    }

    boolean isEmpty() {
        return byUuid.isEmpty();
    }

    boolean has(String uuid) {
        return byUuid.containsKey(uuid);
    }

    /** Whether somebody has said something in the other transcript that is not in this one. */
    boolean lacksSomeOf(TranscriptEntries other) {
        return other.byUuid.entrySet().stream().anyMatch(each -> each.getValue().isMessage() && !has(each.getKey()));
    }

    /** The uuid of the last message before an entry; empty if nothing was said before it. */
    Optional<String> lastMessageBefore(String uuid) {
        return last(parent(uuid), Entry::isMessage);
    }

    /** The uuid of the last message until then after which no tool is at work; empty if nothing was said until then. */
    Optional<String> lastMessageUntil(Instant end) {
        return last(newest, entry -> entry.isWhole() && entry.isBy(end));
    }

    /** Goes back from an entry to one that may end a copy. */
    private Optional<String> last(String from, Predicate<Entry> which) {
        var passed = new HashSet<String>();
        for (var at = from; !at.isEmpty() && passed.add(at); at = parent(at)) {
            var entry = byUuid.get(at);
            if (entry != null && which.test(entry)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private String parent(String uuid) {
        var entry = byUuid.get(uuid);
        return entry == null ? "" : entry.parent();
    }
}
