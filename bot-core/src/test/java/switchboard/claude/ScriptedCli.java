package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.model.Rule;

/** The protocol of {@link ScriptedProcess}: takes lines in, runs turns by their scripts, serves control requests. */
final class ScriptedCli {

    /** A context of 150 tokens, and a price. */
    private static final CliLines.Figures FIGURES = new CliLines.Figures(120, 20, 10, 7, 1_000_000, 0.25);

    private final ScriptedClaude claude;
    private final ScriptedSession session;
    private final ScriptedProcess process;
    private final ClaudeProcess.Launch launch;
    private final CliLines lines;
    private final Set<String> added = new HashSet<>();
    private final Deque<JsonNode> queued = new ArrayDeque<>();
    private boolean frozen;
    private boolean goesOn;
    private int ids;
    private String mode;
    private final ObjectNode flagSettings;
    private @Nullable ScriptedTurn turn;

    ScriptedCli(ScriptedClaude claude, ScriptedSession session, ScriptedProcess process, boolean mute) {
        this.claude = claude;
        this.session = session;
        this.process = process;
        this.launch = process.launch();
        this.frozen = mute;
        this.lines = new CliLines(session.id, "claude-opus-5-5", FIGURES);
        this.flagSettings =
                (ObjectNode) StreamJson.json(launch.file("--settings").orElse("{}"));
        this.mode = Objects.requireNonNullElse(ScriptedClaude.argument(launch, "--permission-mode="), "default");
    }

    void start(boolean resumes) {
        if (resumes && !session.exists) {
            out(lines.noConversation());
            process.end(new ClaudeProcess.Exit(1, "No conversation found with session ID: " + session.id + "\n"));
        } else if (!resumes && session.exists) {
            process.end(new ClaudeProcess.Exit(1, "Error: Session ID " + session.id + " is already in use.\n"));
        } else if (session.cutOff != null && launch.environment().containsKey("CLAUDE_CODE_RESUME_INTERRUPTED_TURN")) {
            goesOn = true;
            out(lines.state("running"));
        }
    }

    void read(String line) {
        if (frozen) {
            return;
        }
        var json = StreamJson.json(line);
        switch (json.path("type").asText()) {
            case "user" -> onUser(json);
            case "control_request" -> onRequest(json.path("request_id").asText(), json.path("request"));
            case "control_response" -> onResponse(line, json.path("response"));
            default -> {} // as the CLI, which passes over what it does not know
        }
    }

    void release() {
        Objects.requireNonNull(turn, "no turn is held").held = false;
        advance();
    }

    void startTurn(Script script) {
        out(lines.state("running"));
        begin(new ScriptedTurn(null, "", script));
    }

    /** The process has ended. */
    void ended() {
        if (turn != null && turn.uuid != null) {
            session.cutOff = turn.uuid;
        }
        turn = null;
    }

    // Turns

    private void onUser(JsonNode message) {
        var uuid = message.path("uuid").asText();
        session.exists = true;
        if (turn != null) {
            queued.add(message);
            out(lines.lifecycle(uuid, "queued"));
        } else if (goesOn && uuid.equals(session.cutOff)) {
            goesOn = false;
            replay(message);
            begin(new ScriptedTurn(uuid, CliLines.prompt(message), claude.scriptFor(CliLines.prompt(message))));
        } else if (session.answered.contains(uuid)) {
            replay(message);
            out(lines.state("idle"));
        } else {
            session.record(config(), "user", uuid, CliLines.prompt(message));
            out(lines.state("running"));
            out(lines.lifecycle(uuid, "queued"));
            out(lines.lifecycle(uuid, "started"));
            begin(new ScriptedTurn(uuid, CliLines.prompt(message), claude.scriptFor(CliLines.prompt(message))));
        }
    }

    private void replay(JsonNode message) {
        out(lines.replay(message.path("uuid").asText(), CliLines.prompt(message)));
        out(lines.lifecycle(message.path("uuid").asText(), "completed"));
    }

    private void begin(ScriptedTurn next) {
        turn = next;
        out(lines.init(launch.directory().toString(), mode));
        out(lines.requesting());
        if (next.uuid != null) {
            out(lines.replay(next.uuid, next.prompt));
        }
        advance();
    }

    private void advance() {
        for (var now = turn; now != null && !frozen && !now.held; now = turn) {
            var step = now.toDo.peek();
            if (!now.open.isEmpty() && (step == null || step instanceof Script.AwaitAnswers)) {
                return;
            }
            if (step == null) {
                finish(now, "completed", false);
            } else {
                now.toDo.remove();
                perform(now, step);
            }
        }
    }

    private void perform(ScriptedTurn now, Script.Step step) {
        switch (step) {
            case Script.Say say -> speak(now, say.text());
            case Script.Tool tool -> {
                var id = begin(tool.name(), tool.input(), tool.parent());
                out(lines.toolResult(id, "done", false));
                out(lines.requesting());
            }
            case Script.Ask ask -> ask(now, ask);
            case Script.Call call -> call(now, call);
            case Script.AwaitAnswers answered -> {}
            case Script.Hold hold -> now.held = true;
            case Script.Crash crash -> process.end(new ClaudeProcess.Exit(crash.code(), crash.stderr()));
            case Script.Freeze freeze -> frozen = true;
            case Script.Fail fail -> {
                now.said = fail.text();
                finish(now, "api_error", true, fail.status());
            }
            case Script.Line line -> out(line.json());
        }
    }

    private void speak(ScriptedTurn now, String text) {
        out(lines.event("{\"type\":\"message_start\"}"));
        out(lines.event("{\"type\":\"content_block_start\",\"index\":0}"));
        var half = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
        out(lines.textDelta(text.substring(0, half)));
        out(lines.textDelta(text.substring(half)));
        out(lines.assistantText(text));
        out(lines.event("{\"type\":\"content_block_stop\",\"index\":0}"));
        out(lines.event("{\"type\":\"message_stop\"}"));
        session.record(config(), "assistant", ScriptedSession.uuid(), text);
        now.said = text;
    }

    private String begin(String tool, String input, @Nullable String parent) {
        var id = "toolu_" + session.id + "_" + ids++;
        if (parent == null) {
            out(lines.event("{\"type\":\"message_start\"}"));
        }
        out(lines.assistantTool(id, tool, StreamJson.json(input), parent));
        return id;
    }

    private void ask(ScriptedTurn now, Script.Ask ask) {
        var toolUseId = begin(ask.tool(), ask.input(), ask.agent());
        var suggestions = StreamJson.json(ask.suggestions());
        var rules = rules(suggestions);
        if (!rules.isEmpty() && allowed().containsAll(rules)) {
            out(lines.toolResult(toolUseId, "done", false));
            return;
        }
        var requestId = "ask-" + ids++;
        now.open.put(requestId, toolUseId);
        now.inTool = true;
        out(lines.state("requires_action"));
        var input = StreamJson.json(ask.input());
        out(CliLines.canUseTool(requestId, toolUseId, ask.tool(), input, suggestions, ask.agent())
                .toString());
    }

    private void call(ScriptedTurn now, Script.Call call) {
        var arguments = StreamJson.json(call.arguments());
        var toolUseId = begin("mcp__switchboard__" + call.tool(), call.arguments(), call.agent());
        var requestId = "call-" + ids++;
        now.open.put(requestId, toolUseId);
        now.calls.put(requestId, ids);
        now.inTool = true;
        out(CliLines.toolCall(requestId, ids++, call.tool(), toolUseId, arguments));
    }

    /** What needs no permission: by the settings, or as it was answered. */
    private Set<String> allowed() {
        var all = new HashSet<>(added);
        StreamJson.json(settings()).at("/permissions/allow").forEach(rule -> all.add(rule.asText()));
        return all;
    }

    private static Set<String> rules(JsonNode updates) {
        var rules = new HashSet<String>();
        for (var update : updates) {
            for (var rule : update.path("rules")) {
                rules.add(new Rule(
                                rule.path("toolName").asText(),
                                rule.path("ruleContent").textValue())
                        .text());
            }
        }
        return rules;
    }

    private void finish(ScriptedTurn done, String terminalReason, boolean failed) {
        finish(done, terminalReason, failed, 0);
    }

    private void finish(ScriptedTurn done, String terminalReason, boolean failed, int status) {
        var result = lines.result(done.uuid, terminalReason, failed);
        if (!terminalReason.startsWith("aborted")) {
            result.put("result", done.said);
        }
        if (status != 0) {
            result.put("api_error_status", status);
        }
        out(result.toString());
        turn = null;
        if (done.uuid != null) {
            session.answered.add(done.uuid);
            session.cutOff = null;
            out(lines.lifecycle(done.uuid, terminalReason.startsWith("aborted") ? "cancelled" : "completed"));
        }
        out(lines.state("idle"));
        var next = queued.poll();
        if (next != null) {
            onUser(next);
        }
    }

    // Control requests

    private void onRequest(String id, JsonNode request) {
        switch (request.path("subtype").asText()) {
            case "initialize" -> answer(id, "{\"commands\":[],\"models\":[],\"pid\":1,\"output_style\":\"default\"}");
            case "set_model" -> answer(id, "{\"model\":\"claude-opus-5-5\"}");
            case "set_permission_mode" -> setMode(id, request.path("mode").asText());
            case "apply_flag_settings" -> {
                ExtraArguments.merge(flagSettings, (ObjectNode) request.path("settings"));
                answer(id, "{}");
            }
            case "rename_session" -> answer(id, "{}");
            case "get_binary_version" -> answer(id, "{\"version\":\"2.1.330\"}");
            case "list_models" -> answer(id, "{\"models\":[{\"value\":\"default\",\"displayName\":\"Default\"}]}");
            case "reload_skills" -> answer(id, "{\"skills\":[{\"name\":\"greet\",\"description\":\"Says hello\"}]}");
            case "get_context_usage" ->
                answer(id, "{\"totalTokens\":12000,\"maxTokens\":1000000,\"percentage\":1,\"categories\":[]}");
            case "get_settings" ->
                answer(id, CliLines.settingsInForce(settings()).toString());
            case "list_permission_rules" ->
                answer(id, CliLines.rulesInForce(settings()).toString());
            case "interrupt" -> interrupt(id);
            case "rewind_files" -> {
                var payload = claude.rewinding();
                if (payload != null) {
                    answer(id, payload);
                }
            }
            default -> out(CliLines.unsupported(id, request.path("subtype").asText()));
        }
    }

    private String settings() {
        return Objects.requireNonNullElseGet(claude.settingsInForce(), flagSettings::toString);
    }

    private void setMode(String id, String wanted) {
        if (wanted.equals("bypassPermissions") && !launch.command().contains("--allow-dangerously-skip-permissions")) {
            out(StreamJson.refusal(
                    id,
                    "Cannot set permission mode to bypassPermissions because the session was not launched with "
                            + "--dangerously-skip-permissions"));
            return;
        }
        mode = wanted;
        out(lines.mode(wanted));
        answer(id, "{\"mode\":\"" + wanted + "\"}");
    }

    private void interrupt(String id) {
        var stopped = turn;
        if (stopped != null) {
            stopped.open.keySet().forEach(each -> {
                var call = stopped.calls.get(each);
                out(call == null ? CliLines.withdrawal(each) : CliLines.toolCancelled("cancel-" + call, call));
            });
        }
        queued.forEach(each -> out(lines.lifecycle(each.path("uuid").asText(), "cancelled")));
        queued.clear();
        answer(id, "{\"still_queued\":[]}");
        if (stopped != null) {
            stopped.open.values().forEach(each -> out(lines.toolResult(each, "rejected", true)));
            finish(stopped, stopped.inTool ? "aborted_tools" : "aborted_streaming", true);
        }
    }

    /** With {@code --replay-user-messages} the CLI echoes the host's answers. */
    private void onResponse(String line, JsonNode response) {
        out(line);
        var now = turn;
        var toolUseId =
                now == null ? null : now.open.remove(response.path("request_id").asText());
        if (now == null || toolUseId == null) {
            return;
        }
        added.addAll(rules(response.at("/response/updatedPermissions")));
        var result = response.at("/response/mcp_response/result");
        var isCall = now.calls.remove(response.path("request_id").asText()) != null;
        var allowed = isCall
                ? !result.path("isError").asBoolean()
                : response.at("/response/behavior").asText().equals("allow");
        var refusal = isCall ? result.at("/content/0/text") : response.at("/response/message");
        var answer = allowed ? "done" : refusal.asText();
        if (now.open.isEmpty()) {
            now.inTool = false;
            out(lines.state("running"));
        }
        out(lines.toolResult(toolUseId, answer, !allowed));
        advance();
    }

    private void answer(String id, String payload) {
        out(StreamJson.response(id, StreamJson.json(payload)));
    }

    private void out(String line) {
        process.out(line);
    }

    private @Nullable String config() {
        return launch.environment().get("CLAUDE_CONFIG_DIR");
    }
}
