package switchboard.claude;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.model.SessionId;

/**
 * Names the newest entry of a transcript as the tip from which its session continues, if Claude Code has named another.
 *
 * <p>A transcript is a tree of entries. Now and then Claude Code names the tip in a line of type {@code last-prompt}. It
 * continues from the entry that was named last, unless another entry follows on that one (2.1.330, tried out). So after two kills
 * it continues a dead branch: the first kill leaves a tool call without a result, named as the tip; the resumed turn begins a new
 * branch; the second kill comes before that branch is named. The words in the new branch would be forgotten, and the turn before
 * it would run again.
 */
final class TranscriptTip {

    private static final String NAMING = "\"type\":\"last-prompt\"";

    /** The types of entries that make up the conversation; other entries have an id too. */
    private static final Set<String> CONVERSATION = Set.of("user", "assistant", "attachment", "system");

    private TranscriptTip() {}

    /** To be called while no process has the session. Blocks on the file. A session without a file has no tip. */
    static void name(SessionId session, Path configDirectory) throws IOException {
        var file = SessionTranscript.find(session, configDirectory);
        if (file.isPresent()) {
            var tip = unnamedTip(file.get(), lastNaming(file.get()));
            if (tip != null) {
                append(file.get(), session, tip);
            }
        }
    }

    /**
     * The number of the last line that names a tip; 0 if none does. Words of people and tools cannot look like one, because their
     * quotes are escaped.
     */
    private static int lastNaming(Path file) throws IOException {
        try (var reader = SessionTranscript.open(file)) {
            var all = new BoundedLines(reader);
            var last = 0;
            var number = 1;
            for (var text = all.next(); text != null; text = all.next()) {
                last = text.contains(NAMING) ? number : last;
                number++;
            }
            return last;
        }
    }

    /** The newest entry after that line, if it does not follow on the entry that the line names. */
    private static @Nullable String unnamedTip(Path file, int naming) throws IOException {
        if (naming == 0) {
            return null; // then Claude Code takes the newest entry anyway
        }
        try (var reader = SessionTranscript.open(file)) {
            var all = new BoundedLines(reader);
            var named = "";
            for (var number = 0; number < naming; number++) {
                named = Objects.requireNonNull(all.next());
            }
            var following = new HashSet<>(
                    Set.of(SessionTranscript.parse(named).path("leafUuid").asText()));
            String newest = null;
            for (var text = all.next(); text != null; text = all.next()) {
                var line = SessionTranscript.parse(text);
                if (CONVERSATION.contains(line.path("type").asText())
                        && !line.path("isSidechain").asBoolean()) {
                    newest = line.path("uuid").asText();
                    if (following.contains(line.path("parentUuid").asText())) {
                        following.add(newest);
                    }
                }
            }
            return newest == null || following.contains(newest) ? null : newest;
        }
    }

    private static void append(Path file, SessionId session, String tip) throws IOException {
        var line = StreamJson.object()
                .put("type", "last-prompt")
                .put("leafUuid", tip)
                .put("sessionId", session.value());
        var before = endsWithinALine(file) ? "\n" : "";
        Files.writeString(file, before + line + "\n", StandardOpenOption.APPEND);
    }

    /** True after a kill that has cut the last line short. */
    private static boolean endsWithinALine(Path file) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(open.length() - 1);
            return open.read() != '\n';
        }
    }
}
