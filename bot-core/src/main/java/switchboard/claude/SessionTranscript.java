package switchboard.claude;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
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
import switchboard.agent.AgentProtocol;
import switchboard.claude.tools.AskUser;
import switchboard.claude.tools.ToolServer;
import switchboard.model.InterruptedTool;
import switchboard.model.SessionId;
import switchboard.model.TurnId;

/**
 * One prompt and everything after it in Claude Code's own record of a session,
 * {@code <config dir>/projects/<folder>/<session id>.jsonl}. After a process is lost, this is the truth about what Claude said.
 * Each line names the one before it by {@code parentUuid}. A branch that a crash cut off stays in the file, so the answer is the
 * branch of the last line.
 */
public final class SessionTranscript {

    /** The beginning of the result of a command that SIGKILL or SIGTERM has ended. */
    private static final Pattern KILLED = Pattern.compile("Exit code (137|143)\\b");

    /** The result of a call that waited for an answer when the host went away (2.1.330, tried out). */
    private static final Pattern DENIED_ALONE =
            Pattern.compile("Tool permission request failed: .*\\bpermission stream closed");

    /** The result of a call of a host's tool that waited when the host went away (2.1.330, tried out). */
    private static final Pattern LEFT_ALONE =
            Pattern.compile("The tool call was interrupted before a result was received");

    private static final String QUESTION = ToolServer.fullName(AskUser.NAME);

    /** The most tokens of a line, which may be from anybody: as a tree each takes many times the memory that it takes in the line. */
    private static final int MOST_TOKENS = 500_000;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build())
            .build());

    /**
     * The needed parts of a line.
     *
     * @param parent the line before it in the conversation, also across a compaction
     * @param isMessage whether it is from a person, a tool or the model, and not a note of Claude Code's
     * @param isInterrupt whether it says that a person has stopped the turn
     * @param isLast whether it ends the turn: the model speaks and calls no tool, or a person has stopped the turn
     */
    private record Line(
            String uuid,
            String parent,
            boolean isSidechain,
            boolean isMessage,
            boolean isModels,
            boolean isInterrupt,
            boolean isLast,
            List<String> texts,
            List<InterruptedTool> calls,
            List<String> questions,
            List<Result> results) {

        static Line of(JsonNode line) {
            var parent = line.path("parentUuid");
            var isModels = line.path("type").asText().equals("assistant");
            var isSynthetic = line.at("/message/model").asText().equals("<synthetic>");
            var texts = (isModels && !isSynthetic ? blocks(line, "text") : Stream.<JsonNode>empty())
                    .map(block -> block.path("text").asText())
                    .toList();
            return new Line(
                    line.path("uuid").asText(),
                    (parent.isTextual() ? parent : line.path("logicalParentUuid")).asText(),
                    line.path("isSidechain").asBoolean(),
                    isModels || line.path("type").asText().equals("user"),
                    isModels,
                    isInterrupt(line),
                    isInterrupt(line)
                            || (!texts.isEmpty()
                                    && blocks(line, "tool_use").findAny().isEmpty()),
                    texts,
                    blocks(line, "tool_use")
                            .flatMap(block -> ClaudeTools.interrupted(
                                    block.path("id").asText(),
                                    block.path("name").asText(),
                                    block.path("input"))
                                    .stream())
                            .toList(),
                    blocks(line, "tool_use")
                            .filter(block -> block.path("name").asText().equals(QUESTION))
                            .map(block -> block.path("id").asText())
                            .toList(),
                    blocks(line, "tool_result").map(Result::of).toList());
        }

        /** Claude Code's note that a person has stopped the turn. */
        private static boolean isInterrupt(JsonNode line) {
            return firstText(line.at("/message/content")).startsWith("[Request interrupted by user");
        }

        private static Stream<JsonNode> blocks(JsonNode line, String type) {
            return StreamSupport.stream(line.path("message").path("content").spliterator(), false)
                    .filter(block -> block.path("type").asText().equals(type));
        }
    }

    private record Result(String call, boolean isKill, boolean isDeniedAlone, boolean isLeftAlone) {

        static Result of(JsonNode block) {
            var text = firstText(block.path("content"));
            var isError = block.path("is_error").asBoolean();
            return new Result(
                    block.path("tool_use_id").asText(),
                    isError && KILLED.matcher(text).lookingAt(),
                    isError && DENIED_ALONE.matcher(text).lookingAt(),
                    isError && LEFT_ALONE.matcher(text).lookingAt());
        }
    }

    /** The content is either a text or blocks. */
    private static String firstText(JsonNode content) {
        return (content.isTextual() ? content : content.path(0).path("text")).asText();
    }

    private final String prompt;

    /** The lines from the prompt on; empty if the prompt is not in the file. */
    private final List<Line> lines;

    private SessionTranscript(String prompt, List<Line> lines) {
        this.prompt = prompt;
        this.lines = lines;
    }

    /** The config directory of a child with this environment. */
    public static Path configDirectory(Map<String, String> environment) {
        var set = environment.get("CLAUDE_CONFIG_DIR");
        return set != null ? Path.of(set) : Path.of(environment.getOrDefault("HOME", "/"), ".claude");
    }

    /** Reads the prompt and everything after it; blocks on the file. Without a file there is nothing. */
    public static SessionTranscript read(TurnId prompt, SessionId session, Path configDirectory) throws IOException {
        var file = find(session, configDirectory);
        return new SessionTranscript(prompt.value(), file.isEmpty() ? List.of() : since(prompt.value(), file.get()));
    }

    static Optional<Path> find(SessionId session, Path configDirectory) throws IOException {
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

    /** Lenient, because a kill may have cut the file inside a character. */
    static Reader open(Path file) throws IOException {
        return new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
    }

    /** Keeps only the lines from the prompt on, because a session may be of any length. */
    private static List<Line> since(String prompt, Path file) throws IOException {
        var since = new ArrayList<Line>();
        try (var reader = open(file)) {
            var all = new BoundedLines(reader);
            for (var text = all.next(); text != null; text = all.next()) {
                if (!since.isEmpty() || text.contains(prompt)) {
                    var line = Line.of(parse(text));
                    if (!since.isEmpty() || line.uuid().equals(prompt)) {
                        since.add(line);
                    }
                }
            }
        }
        return since;
    }

    /** A line that a kill has cut short counts as missing, and so does one of too many tokens. */
    static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException cut) {
            return MAPPER.missingNode();
        }
    }

    /** Whether the prompt has reached Claude Code and is written down. */
    boolean hasPrompt() {
        return !lines.isEmpty();
    }

    /**
     * The tools that may have been at work when the job was cut off: calls since the prompt that can change something, have no
     * result here and are not cleared. When Claude Code is killed, the transcript is behind by up to some 50 ms, so calls that
     * the host has seen begin count too. On SIGTERM Claude Code kills its commands and writes their end down as their result
     * (2.1.330, tried out). Such a result counts only if the model has spoken after it.
     */
    List<InterruptedTool> cutOff(AgentProtocol.Job job) {
        var done = new HashSet<>(job.cleared());
        var isFollowed = false; // by a line of the model, which has then seen the result
        for (var line : lines.reversed()) {
            for (var result : line.results()) {
                if (!result.isKill() || isFollowed) {
                    done.add(result.call());
                }
            }
            isFollowed |= line.isModels();
        }
        var recorded = lines.stream().filter(line -> !line.isSidechain()).flatMap(line -> line.calls().stream());
        return Stream.concat(recorded, job.begun().stream())
                .filter(call -> !done.contains(call.id()))
                .distinct()
                .toList();
    }

    /** Whether Claude Code has refused a call because nobody was there to answer or no answer arrived. */
    boolean hasDenied() {
        var questions =
                lines.stream().flatMap(line -> line.questions().stream()).collect(Collectors.toSet());
        return lines.stream()
                .flatMap(line -> line.results().stream())
                .anyMatch(result ->
                        result.isDeniedAlone() || (result.isLeftAlone() && questions.contains(result.call())));
    }

    /** All that Claude said to the prompt, block by block; empty if the last line does not lead back to the prompt. */
    public Optional<String> answer() {
        return conversation()
                .map(all -> all.stream().flatMap(line -> line.texts().stream()).collect(Collectors.joining("\n\n")));
    }

    /**
     * Whether the model has said the last word, or was stopped. After two cuts Claude Code takes a turn for done without that.
     */
    boolean isAnswered() {
        return lastMessage().filter(Line::isLast).isPresent();
    }

    /** Whether a person has stopped the turn. */
    boolean isInterrupted() {
        return lastMessage().filter(Line::isInterrupt).isPresent();
    }

    private Optional<Line> lastMessage() {
        return conversation().stream()
                .flatMap(List::stream)
                .filter(Line::isMessage)
                .reduce((first, second) -> second);
    }

    /** The lines after the prompt up to the last one; empty if the last line does not lead back to the prompt. */
    private Optional<List<Line>> conversation() {
        var byUuid = new HashMap<String, Line>();
        var last = "";
        for (var line : lines) {
            if (!line.uuid().isEmpty() && !line.isSidechain()) {
                byUuid.put(line.uuid(), line);
                last = line.uuid();
            }
        }
        var backwards = new ArrayList<Line>();
        while (!last.equals(prompt)) {
            var line = byUuid.remove(last);
            if (line == null) {
                return Optional.empty();
            }
            backwards.add(line);
            last = line.parent();
        }
        return Optional.of(backwards.reversed());
    }
}
