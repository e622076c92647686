package switchboard.claude.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.claude.CliLines;

/**
 * One turn: performs the steps of its scene in real time and tells the last line of it, the result.
 *
 * <p>{@code performing <-> waiting (for time, for a person or for the reader) -> over}
 */
final class StandInTurn {

    /** What a turn is performed on. */
    interface Stage {

        void out(String line);

        /** Whether all that was said has been read; if not, {@link #advance} is called once it has been. */
        boolean hasRoom();

        /** Does something later, if the turn is not over then. */
        void after(Duration delay, Runnable task);

        void changeMode(String mode);

        /** The turn is over, with this result. */
        void over(StandInTurn turn, ObjectNode result);
    }

    private record Asked(String requestId, Function<JsonNode, List<Step>> then) {}

    /** From one delta to the next. */
    private static final Duration PACE = Duration.ofMillis(45);

    final String uuid;
    private final Stage stage;
    private final CliLines lines;
    private final Deque<Step> toDo;

    /** The ids of the tool calls that have not ended, by their names in the scene. */
    private final Map<String, String> calls = new LinkedHashMap<>();

    private final StringBuilder saying = new StringBuilder();
    private String said = "";
    private @Nullable Asked asked;
    private boolean waiting;
    private boolean over;

    StandInTurn(String uuid, List<Step> steps, Stage stage, CliLines lines) {
        this.uuid = uuid;
        this.stage = stage;
        this.lines = lines;
        this.toDo = new ArrayDeque<>(steps);
    }

    /** Goes on until it must wait or is over. */
    void advance() {
        while (!over && !waiting && stage.hasRoom()) {
            var step = toDo.poll();
            if (step == null) {
                end(lines.result(uuid, "completed", false).put("result", said));
            } else {
                perform(step);
            }
        }
    }

    private void perform(Step step) {
        switch (step) {
            case Step.Say say -> say(say);
            case Step.Speak speak -> {
                saying.append(speak.words());
                stage.out(lines.textDelta(speak.words()));
                pause(PACE);
            }
            case Step.Spoken spoken -> {
                saying.setLength(0);
                said = spoken.text();
                stage.out(lines.assistantText(said));
                endMessage();
            }
            case Step.Pause pause -> pause(pause.length());
            case Step.BeginTool begin -> call(begin.ref(), begin.tool(), begin.input(), begin.parent());
            case Step.EndTool end -> {
                stage.out(lines.toolResult(String.valueOf(calls.remove(end.ref())), end.output(), end.failed()));
                stage.out(lines.requesting());
            }
            case Step.Ask ask -> ask(ask);
            case Step.ChangeMode change -> stage.changeMode(change.mode());
            case Step.Retry retry ->
                stage.out(lines.retry(retry.attempt(), retry.most(), retry.status(), retry.error()));
            case Step.Fail fail -> {
                stage.out(lines.assistantError(fail.text(), fail.error()));
                end(lines.result(uuid, "api_error", true)
                        .put("api_error_status", fail.status())
                        .put("result", fail.text()));
            }
        }
    }

    private void say(Step.Say say) {
        beginMessage();
        toDo.addFirst(new Step.Spoken(say.text()));
        Speech.pieces(say.text(), say.words()).reversed().stream()
                .map(Step.Speak::new)
                .forEach(toDo::addFirst);
    }

    private String call(String ref, String tool, ObjectNode input, @Nullable String parent) {
        var id = "toolu_" + UUID.randomUUID();
        calls.put(ref, id);
        if (parent == null) {
            beginMessage();
            stage.out(lines.assistantTool(id, tool, input, null));
            endMessage();
        } else {
            stage.out(lines.assistantTool(id, tool, input, calls.get(parent)));
        }
        return id;
    }

    private void beginMessage() {
        stage.out(lines.event("{\"type\":\"message_start\"}"));
        stage.out(lines.event("{\"type\":\"content_block_start\",\"index\":0}"));
    }

    private void endMessage() {
        stage.out(lines.event("{\"type\":\"content_block_stop\",\"index\":0}"));
        stage.out(lines.event("{\"type\":\"message_stop\"}"));
    }

    private void ask(Step.Ask ask) {
        var toolUseId = call(ask.ref(), ask.tool(), ask.input(), null);
        var requestId = UUID.randomUUID().toString();
        var line = CliLines.canUseTool(requestId, toolUseId, ask.tool(), ask.input(), ask.suggestions(), null);
        if (ask.forbidden()) {
            line.withObject("/request").put("decision_reason_type", "mode");
        }
        asked = new Asked(requestId, ask.then());
        waiting = true;
        stage.out(lines.state("requires_action"));
        stage.out(line.toString());
    }

    /** The answer to what it has asked; any other is passed over. */
    void answer(String requestId, JsonNode payload) {
        var open = asked;
        if (open == null || !open.requestId().equals(requestId)) {
            return;
        }
        asked = null;
        waiting = false;
        stage.out(lines.state("running"));
        open.then().apply(payload).reversed().forEach(toDo::addFirst);
        advance();
    }

    private void pause(Duration length) {
        waiting = true;
        stage.after(length, () -> {
            waiting = false;
            advance();
        });
    }

    /** Takes back what it has asked. */
    void withdraw() {
        if (asked != null) {
            stage.out(CliLines.withdrawal(asked.requestId()));
        }
    }

    /** Ends it in the middle, as an interrupt does. */
    void interrupt() {
        if (!saying.isEmpty()) {
            stage.out(lines.assistantCutShort(saying.toString()));
        }
        calls.values().forEach(id -> stage.out(lines.toolResult(id, "stopped by the user", true)));
        stage.out(lines.interrupted());
        end(lines.result(uuid, calls.isEmpty() ? "aborted_streaming" : "aborted_tools", true));
    }

    private void end(ObjectNode result) {
        over = true;
        stage.over(this, result);
    }
}
