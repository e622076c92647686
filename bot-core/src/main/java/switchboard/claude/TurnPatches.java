package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import switchboard.model.FilePatch;
import switchboard.model.SessionId;
import switchboard.model.TurnId;

/**
 * What the tools for files have changed in a turn, as the results of their calls in its transcript tell it (2.1.330, tried out). Those
 * of subagents tell nothing. Used by one thread.
 */
final class TurnPatches {

    /** Of so many characters the lines are kept; of further files only the names are. */
    static final int LONGEST = 8_000_000;

    /** What is known of one file. */
    private static final class Known {
        boolean isNew;
        boolean isText = true;
        final List<FilePatch.Hunk> hunks = new ArrayList<>();
    }

    private final Map<Path, Known> files = new LinkedHashMap<>();
    private int length;

    private TurnPatches() {}

    /** Blocks on the file. Without a file, or without the prompt in it, there is nothing. */
    static List<FilePatch> read(TurnId turn, SessionId session, Path configDirectory) throws IOException {
        var file = SessionTranscript.find(session, configDirectory);
        var patches = new TurnPatches();
        if (file.isPresent()) {
            try (var reader = SessionTranscript.open(file.get())) {
                patches.read(turn.value(), new BoundedLines(reader));
            }
        }
        return patches.files.entrySet().stream()
                .map(each -> new FilePatch(
                        each.getKey(), each.getValue().isNew, each.getValue().isText, each.getValue().hunks))
                .toList();
    }

    private void read(String prompt, BoundedLines all) throws IOException {
        var isWithin = false;
        for (var text = all.next(); text != null; text = all.next()) {
            if (isWithin || text.contains(prompt)) {
                var line = SessionTranscript.parse(text);
                if (isPrompt(line)) {
                    isWithin = line.path("uuid").asText().equals(prompt);
                }
                if (isWithin && line.path("toolUseResult").isObject()) {
                    add(line.path("toolUseResult"));
                }
            }
        }
    }

    /** Whether it is a message of the host's, and not one by which a turn is continued. */
    private static boolean isPrompt(JsonNode line) {
        return line.path("type").asText().equals("user")
                && line.has("promptSource")
                && !line.at("/message/content").asText().equals(ProcessListener.GO_ON);
    }

    private void add(JsonNode result) {
        var path = result.path("filePath").asText(result.path("notebook_path").asText());
        if (path.isEmpty()) {
            return;
        }
        var isPatch = result.has("structuredPatch");
        if (!isPatch && !result.has("updated_file")) {
            return; // it was read
        }
        var known = files.computeIfAbsent(Path.of(path), any -> new Known());
        known.isText &= isPatch;
        if (result.path("type").asText().equals("create")) {
            known.isNew = known.hunks.isEmpty();
            add(known, 0, 1, result.path("content").asText().lines().map(each -> "+" + each));
        }
        for (var hunk : result.path("structuredPatch")) {
            add(
                    known,
                    hunk.path("oldStart").asInt(),
                    hunk.path("newStart").asInt(),
                    StreamSupport.stream(hunk.path("lines").spliterator(), false)
                            .map(JsonNode::asText));
        }
    }

    private void add(Known known, int from, int to, Stream<String> some) {
        var lines = some.toList();
        length += lines.stream().mapToInt(String::length).sum();
        if (!lines.isEmpty() && length <= LONGEST) {
            known.hunks.add(new FilePatch.Hunk(from, to, lines));
        }
    }
}
