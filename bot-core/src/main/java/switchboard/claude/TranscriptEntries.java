package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import switchboard.model.SessionId;

/** The entries of a transcript by their uuids, each with the one before it. Immutable. */
final class TranscriptEntries {

    /** The types of entries that somebody has said. A copy may end with any of them (2.1.330, tried out). */
    private static final Set<String> MESSAGES = Set.of("user", "assistant");

    /** @param parent the uuid of the entry before it, also across a compaction; empty for the first */
    private record Entry(String parent, boolean isMessage) {

        static Entry of(JsonNode line) {
            var parent = line.path("parentUuid");
            return new Entry(
                    (parent.isTextual() ? parent : line.path("logicalParentUuid")).asText(),
                    MESSAGES.contains(line.path("type").asText())
                            && !line.path("isSidechain").asBoolean());
        }
    }

    private final Map<String, Entry> byUuid;

    private TranscriptEntries(Map<String, Entry> byUuid) {
        this.byUuid = byUuid;
    }

    /** Blocks on the file. A session without a file has no entries. */
    static TranscriptEntries read(SessionId session, Path configDirectory) throws IOException {
        var byUuid = new HashMap<String, Entry>();
        var file = SessionTranscript.find(session, configDirectory);
        if (file.isPresent()) {
            try (var reader = SessionTranscript.open(file.get())) {
                var all = new BoundedLines(reader);
                for (var text = all.next(); text != null; text = all.next()) {
                    var line = SessionTranscript.parse(text);
                    if (line.hasNonNull("uuid")) {
                        byUuid.put(line.path("uuid").asText(), Entry.of(line)); // sent again it has moved
                    }
                }
            }
        }
        return new TranscriptEntries(byUuid);
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
        var passed = new HashSet<String>();
        var at = parent(uuid);
        while (!at.isEmpty() && passed.add(at)) {
            var entry = byUuid.get(at);
            if (entry != null && entry.isMessage()) {
                return Optional.of(at);
            }
            at = parent(at);
        }
        return Optional.empty();
    }

    private String parent(String uuid) {
        var entry = byUuid.get(uuid);
        return entry == null ? "" : entry.parent();
    }
}
