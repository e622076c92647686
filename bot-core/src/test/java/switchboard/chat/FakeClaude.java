package switchboard.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProcess;
import switchboard.claude.CliLines;
import switchboard.claude.SessionTranscript;
import switchboard.claude.StreamJson;

/**
 * Claude Code as far as a chat sees it. It answers {@code x} with "Answer to x" at once, and a prompt that begins with
 * {@code hold} when the test says so. For each prompt its transcript has the first line, and whether the prompt was stopped.
 */
public final class FakeClaude implements ClaudeProcess.Factory {

    private static final CliLines LINES = new CliLines("x", "fake", CliLines.Figures.NONE);

    /** How each turn ends. */
    private volatile CliLines results = LINES;

    private final List<Child> processes = new CopyOnWriteArrayList<>();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

    /** The turn that was cut off in a session, and goes on if a process is told so. */
    private final Map<String, String> cutOff = new ConcurrentHashMap<>();

    /** Turns that a person has stopped, each in the session that knows of it. */
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();

    private final List<String> revived = new CopyOnWriteArrayList<>();
    private volatile boolean mute;

    private record Failure(
            ClaudeProcess.Exit exit, @Nullable String lastLine) {}

    /** The next process to start ends at once, like this. */
    public void failNextStart(int code, String stderr) {
        failures.add(new Failure(new ClaudeProcess.Exit(code, stderr), null));
    }

    /** The next process to start does not know its session. */
    public void loseNextSession() {
        failures.add(new Failure(
                new ClaudeProcess.Exit(1, "No conversation found with session ID: x"), LINES.noConversation()));
    }

    /** Each turn that ends from now on has cost so much. */
    public void cost(double usd) {
        results = new CliLines("x", "fake", new CliLines.Figures(0, 0, 0, 0, 0, usd));
    }

    /** Processes that start from now on answer no request. */
    public void mute() {
        mute = true;
    }

    @Override
    public ClaudeProcess start(ClaudeProcess.Launch launch, ClaudeProcess.Listener listener) {
        var process = new Child(launch, listener);
        processes.add(process);
        var failure = failures.poll();
        if (failure != null) {
            process.fail(failure);
        } else if (process.isSessionInUse()) {
            process.exit(1, "Error: Session ID " + process.session() + " is already in use.");
        } else if (process.copied().filter(each -> !Files.exists(each)).isPresent()) {
            process.exit(1, "No conversation found with session ID: x");
        }
        return process;
    }

    /** Turns that went on though another prompt was given, or though they had been stopped. */
    public List<String> revived() {
        return revived;
    }

    public List<Child> processes() {
        return processes;
    }

    /** The process that was given this prompt last, once there is one that was. */
    public Child with(String turn) {
        return Awaitility.await()
                .until(
                        () -> processes.reversed().stream()
                                .filter(process -> process.turn.equals(turn))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** One process. */
    public final class Child implements ClaudeProcess {

        private final Launch launch;
        private final Listener listener;
        private final boolean silent = mute;
        private final List<JsonNode> written = new CopyOnWriteArrayList<>();
        private volatile String turn = "";
        private volatile boolean ended;
        private volatile boolean interrupted;

        private Child(Launch launch, Listener listener) {
            this.launch = launch;
            this.listener = listener;
        }

        public Launch launch() {
            return launch;
        }

        /** Whether the command line has this argument. */
        public boolean has(String argument) {
            return launch.command().contains(argument);
        }

        public boolean isInterrupted() {
            return interrupted;
        }

        /** The prompt that it works on, or empty. */
        public String turn() {
            return ended ? "" : turn;
        }

        public boolean hasEnded() {
            return ended;
        }

        /** The texts it was given. */
        public List<String> prompts() {
            return written.stream()
                    .filter(each -> each.path("type").asText().equals("user"))
                    .map(CliLines::prompt)
                    .toList();
        }

        /** The control requests of this subtype that it was sent. */
        public List<JsonNode> requests(String subtype) {
            return written.stream()
                    .map(each -> each.path("request"))
                    .filter(each -> each.path("subtype").asText().equals(subtype))
                    .toList();
        }

        /** The answers to its own control requests. */
        public List<JsonNode> answers() {
            return written.stream()
                    .filter(each -> each.path("type").asText().equals("control_response"))
                    .map(each -> each.path("response"))
                    .toList();
        }

        @Override
        public void settled() {} // it was given no files

        @Override
        public void write(Line text) {
            if (ended) {
                return;
            }
            var line = StreamJson.json(CliLines.text(text));
            written.add(line);
            switch (line.path("type").asText()) {
                case "control_request" -> onRequest(line);
                case "user" -> onUser(line);
                default -> {} // an answer to a question
            }
        }

        @Override
        public void request(int lines) {
            // It says little enough.
        }

        @Override
        public void terminate() {
            exit(143, "");
        }

        @Override
        public void kill() {
            exit(137, "");
        }

        private void onRequest(JsonNode request) {
            var subtype = request.at("/request/subtype").asText();
            if (silent) {
                return;
            }
            if (subtype.equals("set_permission_mode")) {
                changeMode(request.at("/request/mode").asText()); // Claude Code echoes it
            }
            var settings = launch.file("--settings").orElse("{}");
            var answer = switch (subtype) {
                case "get_settings" -> CliLines.settingsInForce(settings);
                case "list_permission_rules" -> CliLines.rulesInForce(settings);
                default -> StreamJson.object();
            };
            tell(StreamJson.response(request.path("request_id").asText(), answer));
            if (subtype.equals("interrupt")) {
                interrupted = true;
                if (!turn.isEmpty()) {
                    stopped.add(session() + turn);
                    note(StreamJson.object()
                            .put("type", "user")
                            .put("uuid", "stop-" + turn)
                            .put("parentUuid", turn)
                            .set("message", StreamJson.object().put("content", "[Request interrupted by user]")));
                }
                end(true, "aborted_streaming", "");
            }
        }

        private void onUser(JsonNode user) {
            turn = user.path("uuid").asText();
            var before = cutOff.put(session(), turn);
            if (before != null
                    && !before.equals(turn)
                    && launch.environment().containsKey("CLAUDE_CODE_RESUME_INTERRUPTED_TURN")) {
                revived.add(before);
            }
            if (stopped.contains(session() + turn)) {
                revived.add(turn);
            }
            note(StreamJson.object().put("type", "user").put("uuid", turn));
            begin();
            var text = CliLines.prompt(user);
            if (!text.startsWith("hold") && !text.endsWith("\n\nhold on")) {
                answer("Answer to " + text);
            }
        }

        private String session() {
            return value("--session-id=").or(() -> value("--resume=")).orElseThrow();
        }

        private Optional<String> value(String flag) {
            return launch.command().stream()
                    .filter(argument -> argument.startsWith(flag))
                    .map(argument -> argument.substring(flag.length()))
                    .findFirst();
        }

        private Path transcript() {
            return transcript(session());
        }

        private Path transcript(String session) {
            return SessionTranscript.configDirectory(launch.environment())
                    .resolve("projects/fake")
                    .resolve(session + ".jsonl");
        }

        /** The transcript of the session that this one is a copy of. */
        private Optional<Path> copied() {
            return has("--fork-session") ? value("--resume=").map(this::transcript) : Optional.empty();
        }

        /** A session is made once. */
        private boolean isSessionInUse() {
            return has("--session-id=" + session()) && Files.exists(transcript());
        }

        private void note(JsonNode line) {
            try {
                Files.createDirectories(transcript().getParent());
                if (copied().isPresent() && !Files.exists(transcript())) {
                    Files.copy(copied().get(), transcript());
                }
                Files.writeString(transcript(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** Begins a turn; one that nobody asked for if the process has nothing to do. */
        public void begin() {
            tell(LINES.state("running"));
            tell(LINES.init("/", "default"));
        }

        public void say(String text) {
            tell(LINES.assistantText(text));
        }

        /** Calls a tool, which its transcript does not have yet. */
        public void call(String id, String command) {
            tell(LINES.assistantTool(id, "Bash", StreamJson.object().put("command", command), null));
        }

        /** Says it and ends the turn. */
        public void answer(String text) {
            say(text);
            end(false, "completed", text);
        }

        public void end(boolean failed, String terminal, String text) {
            if (!turn.isEmpty()) {
                tell(LINES.lifecycle(turn, "completed"));
            }
            tell(results.result(turn.isEmpty() ? null : turn, terminal, failed)
                    .put("result", text)
                    .toString());
            cutOff.remove(session(), turn);
            turn = "";
            rest();
        }

        /** Has nothing to do any more. */
        public void rest() {
            tell(LINES.state("idle"));
        }

        /** Asks whether it may run a command, and offers a rule for good. */
        public void askBash(String requestId, String command) {
            var suggestions = StreamJson.json("""
                    [{"type":"addRules","behavior":"allow","rules":[{"toolName":"Bash","ruleContent":"git *"}]}]""");
            var input = StreamJson.object().put("command", command);
            tell(CliLines.canUseTool(requestId, "t-" + requestId, "Bash", input, suggestions, null)
                    .toString());
        }

        public void changeMode(String mode) {
            tell(LINES.mode(mode));
        }

        public void crash() {
            exit(137, "");
        }

        private void fail(Failure failure) {
            if (failure.lastLine() != null) {
                listener.line(failure.lastLine());
            }
            exit(failure.exit().code(), failure.exit().stderr());
        }

        private synchronized void exit(int code, String stderr) {
            if (!ended) {
                ended = true;
                listener.exited(new ClaudeProcess.Exit(code, stderr));
            }
        }

        private synchronized void tell(String line) {
            if (!ended) {
                listener.line(line);
            }
        }
    }
}
