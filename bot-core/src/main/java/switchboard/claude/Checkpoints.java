package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;
import switchboard.claude.wire.Incoming;
import switchboard.files.FileStates;
import switchboard.model.FileChanges;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * Claude Code's checkpoints of files ({@code rewind_files}, 2.1.330, tried out). At each prompt it keeps the files that its tools have
 * changed since the session began. It does not keep what subagents change. It forgets all when it has compacted a conversation and is
 * started again, and those of a prompt after a hundred others. A link that has taken a file's place is left alone, and so is a file
 * whose copy is gone, even if the answer says that all went well.
 */
final class Checkpoints {

    private static final String FORGOTTEN = "No file checkpoint found";

    private Checkpoints() {}

    /** @param isTrial whether it only tells what would change */
    static ClaudeConnection.Request request(String tag, TurnId before, boolean isTrial) {
        return new ClaudeConnection.Request(
                tag,
                "rewind_files",
                StreamJson.object().put("user_message_id", before.value()).put("dry_run", isTrial));
    }

    /** Why files cannot be put back; empty if they can, or were. */
    static Optional<String> problem(Incoming.Response response) {
        var error = response.success() ? response.payload().path("error").asText() : response.error();
        if (response.success() && response.payload().path("canRewind").asBoolean()) {
            return Optional.empty();
        }
        return Optional.of(error.contains(FORGOTTEN) ? Texts.of("undo.forgotten") : error);
    }

    /**
     * What a trial has told: the lines that would come are those that have gone since, and the other way round. Blocks on the files.
     */
    static FileChanges changes(JsonNode payload) {
        var files = StreamSupport.stream(payload.path("filesChanged").spliterator(), false)
                .map(file -> Path.of(file.asText()))
                .toList();
        return new FileChanges(
                FileStates.of(files),
                payload.path("deletions").asLong(),
                payload.path("insertions").asLong(),
                false);
    }
}
