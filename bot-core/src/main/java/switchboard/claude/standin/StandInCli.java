package switchboard.claude.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.claude.CliLines;
import switchboard.claude.StreamJson;
import switchboard.model.Rule;

/** The CLI's protocol without a model behind it: takes lines in, runs one turn at a time, serves control requests. */
final class StandInCli implements StandInProcess.Program, StandInTurn.Stage {

    private static final String VERSION = "{\"version\":\"stand-in\"}";
    private static final String CONTEXT = "{\"totalTokens\":0,\"maxTokens\":200000,\"percentage\":0,\"categories\":[]}";
    private static final String MODELS = """
            {"models":[
              {"value":"default","displayName":"Default","description":"the stand-in has no model; yours to pick"},
              {"value":"opus","displayName":"Opus","description":"the same here"},
              {"value":"sonnet","displayName":"Sonnet","description":"the same here"},
              {"value":"haiku","displayName":"Haiku","description":"the same here"}]}""";

    private final Options options;
    private final AtomicInteger prompts;
    private final StandInProcess process;
    private final Deque<JsonNode> queued = new ArrayDeque<>();
    private final Set<String> rules;
    private CliLines lines;
    private String model;
    private String mode;
    private @Nullable StandInTurn turn;

    /** @param prompts how many prompts the session has had; is counted on */
    StandInCli(Options options, AtomicInteger prompts, StandInProcess process) {
        this.options = options;
        this.prompts = prompts;
        this.process = process;
        this.rules = new HashSet<>(options.rules());
        this.model = options.model();
        this.mode = options.mode();
        this.lines = linesOf(options.model());
    }

    private CliLines linesOf(String speaker) {
        return new CliLines(options.session(), speaker, CliLines.Figures.NONE);
    }

    // Its process

    @Override
    public void read(String line) {
        var json = CliLines.json(line);
        switch (json.path("type").asText()) {
            case "user" -> onUser(json);
            case "control_request" -> onRequest(json.path("request_id").asText(), json.path("request"));
            case "control_response" -> onResponse(line, json.path("response"));
            default -> {} // as the CLI, which passes over what it does not know
        }
    }

    @Override
    public void room() {
        if (turn != null) {
            turn.advance();
        }
    }

    @Override
    public void ended() {
        turn = null;
    }

    // Turns

    private void onUser(JsonNode message) {
        var uuid = message.path("uuid").asText();
        if (turn != null) {
            queued.add(message);
            out(lines.lifecycle(uuid, "queued"));
            return;
        }
        out(lines.state("running"));
        out(lines.lifecycle(uuid, "queued"));
        out(lines.lifecycle(uuid, "started"));
        out(lines.init(options.directory().toString(), mode));
        out(lines.requesting());
        out(lines.replay(uuid, prompt(message)));
        var situation = new Situation(prompts.incrementAndGet(), options.resumes(), model, mode, Set.copyOf(rules));
        var begun = new StandInTurn(uuid, Scenes.of(prompt(message), situation), this, lines);
        turn = begun;
        begun.advance();
    }

    private static String prompt(JsonNode message) {
        var content = message.at("/message/content");
        return content.isTextual() ? content.asText() : String.join("\n", content.findValuesAsText("text"));
    }

    @Override
    public boolean hasRoom() {
        return process.hasRoom();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        var mine = turn;
        process.after(delay, () -> {
            if (turn == mine) {
                task.run();
            }
        });
    }

    @Override
    public void changeMode(String next) {
        mode = next;
        out(lines.mode(next));
    }

    @Override
    public void over(StandInTurn done, ObjectNode result) {
        turn = null;
        out(result.toString());
        out(lines.lifecycle(
                done.uuid, result.path("terminal_reason").asText().equals("completed") ? "completed" : "cancelled"));
        out(lines.state("idle"));
        var next = queued.poll();
        if (next != null) {
            onUser(next);
        }
    }

    // Control requests

    private void onRequest(String id, JsonNode request) {
        var subtype = request.path("subtype").asText();
        switch (subtype) {
            case "initialize" -> answer(id, initialized());
            case "set_model" -> setModel(id, request.path("model").asText("default"));
            case "set_permission_mode" -> setMode(id, request.path("mode").asText());
            case "apply_flag_settings" -> answer(id, StreamJson.object());
            case "get_binary_version" -> answer(id, CliLines.json(VERSION));
            case "list_models" -> answer(id, CliLines.json(MODELS));
            case "get_context_usage" -> answer(id, CliLines.json(CONTEXT));
            case "get_settings" -> answer(id, CliLines.settingsInForce(options.settings()));
            case "list_permission_rules" -> answer(id, CliLines.rulesInForce(options.settings()));
            case "interrupt" -> interrupt(id);
            default -> out(CliLines.unsupported(id, subtype));
        }
    }

    private ObjectNode initialized() {
        var payload = StreamJson.object().put("output_style", "default").put("current_permission_mode", mode);
        payload.putArray("commands");
        payload.set("models", CliLines.json(MODELS).path("models"));
        return payload;
    }

    private void setModel(String id, String wanted) {
        model = wanted;
        lines = linesOf(wanted);
        answer(id, StreamJson.object().put("model", wanted));
    }

    private void setMode(String id, String wanted) {
        if (wanted.equals("bypassPermissions") && !options.mayBypass()) {
            out(StreamJson.refusal(
                    id,
                    "Cannot set permission mode to bypassPermissions because the session was not launched with "
                            + "--dangerously-skip-permissions"));
            return;
        }
        changeMode(wanted);
        answer(id, StreamJson.object().put("mode", wanted));
    }

    private void interrupt(String id) {
        var stopped = turn;
        if (stopped != null) {
            stopped.withdraw();
        }
        var payload = StreamJson.object();
        payload.putArray("still_queued");
        var cancelled = payload.putArray("cancelled");
        for (var message : queued) {
            var uuid = message.path("uuid").asText();
            cancelled.add(uuid);
            out(lines.lifecycle(uuid, "cancelled"));
        }
        queued.clear();
        answer(id, payload);
        if (stopped != null) {
            stopped.interrupt();
        }
    }

    /** With {@code --replay-user-messages} the CLI echoes the host's answers. */
    private void onResponse(String line, JsonNode response) {
        out(line);
        if (turn == null) {
            return;
        }
        var payload = response.path("response");
        for (var update : payload.path("updatedPermissions")) {
            for (var rule : update.path("rules")) {
                var content = rule.path("ruleContent");
                rules.add(
                        new Rule(rule.path("toolName").asText(), content.isTextual() ? content.asText() : null).text());
            }
        }
        turn.answer(response.path("request_id").asText(), payload);
    }

    private void answer(String id, JsonNode payload) {
        out(StreamJson.response(id, payload));
    }

    @Override
    public void out(String line) {
        process.out(line);
    }
}
