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
import java.util.Set;
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

    private SessionTranscript() {}

    /** The config directory of a child with this environment. */
    public static Path configDirectory(Map<String, String> environment) {
        var set = environment.get("CLAUDE_CONFIG_DIR");
        return set != null ? Path.of(set) : Path.of(environment.getOrDefault("HOME", "/"), ".claude");
    }

    /** Tools that change nothing, so that it does no harm if they run twice. */
    private static final Set<String> HARMLESS = Set.of(
            "Read",
            "Grep",
            "Glob",
            "LS",
            "NotebookRead",
            "WebFetch",
            "WebSearch",
            "TodoWrite",
            "ToolSearch",
            "AskUserQuestion",
            "EnterPlanMode",
            "ExitPlanMode");

    /** A tool call as the transcript has it. */
    private record Call(String id, String tool, JsonNode input) {}

    /**
     * The tools that may have been at work when a prompt was cut off, a line each: called since, with no result, and able to
     * change something. Empty if the transcript or the prompt is not there.
     *
     * @param notRun calls that are known not to have run
     */
    public static List<String> cutOff(TurnId prompt, SessionId session, Path configDirectory, List<String> notRun)
            throws IOException {
        var file = find(session, configDirectory);
        if (file.isEmpty()) {
            return List.of();
        }
        var lines = content(file.get()).lines().map(SessionTranscript::parse).toList();
        var done = lines.stream()
                .flatMap(line -> blocks(line, "tool_result"))
                .map(block -> block.path("tool_use_id").asText())
                .collect(Collectors.toSet());
        return lines.stream()
                .dropWhile(line -> !line.path("uuid").asText().equals(prompt.value()))
                .filter(line -> !line.path("isSidechain").asBoolean())
                .flatMap(line -> blocks(line, "tool_use"))
                .map(block ->
                        new Call(block.path("id").asText(), block.path("name").asText(), block.path("input")))
                .filter(call -> !done.contains(call.id()) && !notRun.contains(call.id()))
                .filter(call -> !HARMLESS.contains(call.tool()))
                .map(call -> ToolLine.of(call.tool(), call.input()))
                .distinct()
                .toList();
    }

    private static Stream<JsonNode> blocks(JsonNode line, String type) {
        return StreamSupport.stream(line.path("message").path("content").spliterator(), false)
                .filter(block -> block.path("type").asText().equals(type));
    }

    /** All that Claude said to a prompt, block by block; empty if the transcript or the prompt is not there. */
    public static String answerTo(TurnId prompt, SessionId session, Path configDirectory) throws IOException {
        var file = find(session, configDirectory);
        if (file.isEmpty()) {
            return "";
        }
        var lines = new HashMap<String, JsonNode>();
        var last = Optional.<String>empty();
        for (var text : content(file.get()).lines().toList()) {
            var line = parse(text);
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
