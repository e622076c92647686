package switchboard.claude;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import switchboard.model.SessionId;
import switchboard.model.TurnId;

/**
 * Claude Code's own record of a session, {@code <config dir>/projects/<folder>/<session id>.jsonl}: the truth about what
 * was said when a process was lost. Lines hang together by {@code parentUuid}; a branch that a crash cut off stays in the
 * file, so the answer is what the last line leads back to. Blocks on the file.
 */
public final class SessionTranscript {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What a command's result begins with that SIGKILL or SIGTERM has ended. */
    private static final Pattern KILLED = Pattern.compile("Exit code (137|143)\\b");

    /** The result of a call that waited for an answer when the host went (2.1.330, tried out). */
    private static final Pattern DENIED_ALONE =
            Pattern.compile("Tool permission request failed: .*\\bpermission stream closed");

    private SessionTranscript() {}

    /** The config directory of a child with this environment. */
    public static Path configDirectory(Map<String, String> environment) {
        var set = environment.get("CLAUDE_CONFIG_DIR");
        return set != null ? Path.of(set) : Path.of(environment.getOrDefault("HOME", "/"), ".claude");
    }

    /**
     * The tools that may have been at work when a job was cut off: called since, with no result in the transcript, able to
     * change something and not cleared. The transcript is behind by up to some 50 ms when Claude Code is killed, so what the host
     * has seen begin counts too. On SIGTERM Claude Code kills its commands and notes their end as their result (2.1.330,
     * tried out), which is none.
     */
    public static List<CutTool> cutOff(ClaudeProtocol.Job job, Path configDirectory) throws IOException {
        var lines = lines(job.session().id(), configDirectory);
        var done = lines.stream()
                .flatMap(line -> blocks(line, "tool_result"))
                .filter(block -> !isKill(block) || isFollowed(lines, block))
                .map(block -> block.path("tool_use_id").asText())
                .collect(Collectors.toSet());
        var recorded = since(job, lines)
                .filter(line -> !line.path("isSidechain").asBoolean())
                .flatMap(line -> blocks(line, "tool_use"))
                .flatMap(block ->
                        CutTool.of(block.path("id").asText(), block.path("name").asText(), block.path("input"))
                                .stream());
        return Stream.concat(recorded, job.begun().stream())
                .filter(call -> !done.contains(call.id()) && !job.cleared().contains(call.id()))
                .distinct()
                .toList();
    }

    private static boolean isKill(JsonNode result) {
        return isError(result, KILLED);
    }

    private static boolean isError(JsonNode result, Pattern saying) {
        var content = result.path("content");
        var text = content.isTextual()
                ? content.asText()
                : content.path(0).path("text").asText();
        return result.path("is_error").asBoolean() && saying.matcher(text).lookingAt();
    }

    /** Whether the model has said something since. */
    private static boolean isFollowed(List<JsonNode> lines, JsonNode result) {
        return lines.stream()
                .dropWhile(line -> blocks(line, "tool_result").noneMatch(result::equals))
                .anyMatch(line -> line.path("type").asText().equals("assistant"));
    }

    /** Whether Claude Code has refused a call of the job because nobody was there to answer, or no answer came through. */
    static boolean hasDenied(ClaudeProtocol.Job job, Path configDirectory) throws IOException {
        return since(job, lines(job.session().id(), configDirectory))
                .flatMap(line -> blocks(line, "tool_result"))
                .anyMatch(block -> isError(block, DENIED_ALONE));
    }

    private static Stream<JsonNode> since(ClaudeProtocol.Job job, List<JsonNode> lines) {
        return lines.stream()
                .dropWhile(line -> !line.path("uuid").asText().equals(job.turn().value()));
    }

    private static Stream<JsonNode> blocks(JsonNode line, String type) {
        return StreamSupport.stream(line.path("message").path("content").spliterator(), false)
                .filter(block -> block.path("type").asText().equals(type));
    }

    /** All that Claude said to a prompt, block by block; empty if the transcript or the prompt is not there. */
    public static String answerTo(TurnId prompt, SessionId session, Path configDirectory) throws IOException {
        var lines = new HashMap<String, JsonNode>();
        var last = Optional.<String>empty();
        for (var line : lines(session, configDirectory)) {
            if (line.path("uuid").isTextual() && !line.path("isSidechain").asBoolean()) {
                lines.put(line.path("uuid").asText(), line);
                last = Optional.of(line.path("uuid").asText());
            }
        }
        return last.isEmpty() ? "" : String.join("\n\n", said(lines, last.get(), prompt.value()));
    }

    /** Goes back from the last line to the prompt. */
    private static List<String> said(Map<String, JsonNode> lines, String last, String prompt) {
        var said = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var uuid = last; !uuid.equals(prompt); ) {
            var line = lines.get(uuid);
            if (line == null || !seen.add(uuid)) {
                return List.of();
            }
            said.addAll(0, texts(line));
            uuid = line.path("parentUuid").asText();
        }
        return said;
    }

    private static List<String> texts(JsonNode line) {
        var texts = new ArrayList<String>();
        var message = line.path("message");
        if (line.path("type").asText().equals("assistant")
                && !message.path("model").asText().equals("<synthetic>")) {
            blocks(line, "text").forEach(block -> texts.add(block.path("text").asText()));
        }
        return texts;
    }

    private static List<JsonNode> lines(SessionId session, Path configDirectory) throws IOException {
        var file = find(session, configDirectory);
        return file.isEmpty()
                ? List.of()
                : content(file.get()).lines().map(SessionTranscript::parse).toList();
    }

    private static Optional<Path> find(SessionId session, Path configDirectory) throws IOException {
        var projects = configDirectory.resolve("projects");
        if (!Files.isDirectory(projects) || !session.value().matches("[\\w-]+")) {
            return Optional.empty();
        }
        try (var folders = Files.list(projects)) {
            return folders.map(folder -> folder.resolve(session + ".jsonl"))
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
    }

    /** A kill may have cut it inside a character, which a strict reader would refuse. */
    private static String content(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** A line that a kill has cut short is no line. */
    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException cut) {
            return MAPPER.missingNode();
        }
    }
}
