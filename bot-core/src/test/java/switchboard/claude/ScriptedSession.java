package switchboard.claude;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the CLI keeps of a session between its processes. Used by one process at a time. */
final class ScriptedSession {

    final String id;
    final Set<String> answered = ConcurrentHashMap.newKeySet();
    volatile boolean exists;

    /** The prompt of a turn that was cut off and has not been run again, null for none. */
    volatile @Nullable String cutOff;

    private @Nullable String lastLine;

    ScriptedSession(String id) {
        this.id = id;
    }

    /** Puts a line in the transcript, if there is a place for it. */
    void record(@Nullable String configDirectory, String type, String uuid, String content) {
        if (configDirectory == null) {
            return;
        }
        var line = StreamJson.object().put("type", type).put("uuid", uuid).put("parentUuid", lastLine);
        var message = line.putObject("message").put("role", type);
        if (type.equals("assistant")) {
            message.put("model", "claude-opus-5-5");
            message.putArray("content").addObject().put("type", "text").put("text", content);
        } else {
            message.put("content", content);
        }
        lastLine = uuid;
        try {
            var folder = Files.createDirectories(Path.of(configDirectory, "projects", "scripted"));
            Files.writeString(
                    folder.resolve(id + ".jsonl"),
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }

    static String uuid() {
        return UUID.randomUUID().toString();
    }
}
