package switchboard.standin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Event;
import switchboard.agent.AgentProtocol.Resolution;
import switchboard.model.PermissionMode;
import switchboard.model.TurnId;

/**
 * One turn: performs the steps of its scene and sends their events to its listener. Used by one actor.
 *
 * <p>{@code performing <-> waiting (for time or for a person) -> over}
 */
final class StandInTurn {

    /** Where a turn is performed. */
    interface Stage {

        /** Calls {@link #advance} later, unless the turn is over by then. */
        void pause(Duration length);

        void changeMode(PermissionMode mode);
    }

    private record Open(String request, Function<Resolution, List<Step>> then) {}

    /** The time from one piece of a text to the next. */
    private static final Duration PACE = Duration.ofMillis(45);

    final TurnId id;
    private final ActorRef<Event> listener;
    private final Stage stage;
    private final Deque<Step> toDo;

    /** The ids of the tool calls that have not ended, by their names in the scene. */
    private final Map<String, String> calls = new LinkedHashMap<>();

    private final StringBuilder saying = new StringBuilder();
    private String said = "";
    private @Nullable Open open;
    private boolean over;

    StandInTurn(TurnId id, ActorRef<Event> listener, List<Step> steps, Stage stage) {
        this.id = id;
        this.listener = listener;
        this.stage = stage;
        this.toDo = new ArrayDeque<>(steps);
    }

    boolean isOver() {
        return over;
    }

    /** Performs steps until it must wait or is over. */
    void advance() {
        var next = toDo.poll();
        while (next != null && perform(next)) {
            next = toDo.poll();
        }
        if (next == null) {
            end(new AgentProtocol.Answered(), said);
        }
    }

    /** Returns whether the next step follows at once. */
    private boolean perform(Step step) {
        return switch (step) {
            case Step.Say say -> {
                begin(say);
                yield true;
            }
            case Step.Speak speak -> {
                saying.append(speak.words());
                tell(new AgentProtocol.Spoke(speak.words()));
                yield pause(PACE);
            }
            case Step.Spoken spoken -> {
                saying.setLength(0);
                said = spoken.text();
                tell(new AgentProtocol.Said(said));
                yield true;
            }
            case Step.Pause pause -> pause(pause.length());
            case Step.BeginTool begin -> {
                call(begin.ref(), begin.tool(), begin.parent());
                yield true;
            }
            case Step.EndTool end -> {
                tell(new AgentProtocol.ToolEnded(Objects.requireNonNull(calls.remove(end.ref())), end.failed()));
                yield true;
            }
            case Step.Ask ask -> {
                var call = call(ask.ref(), ask.tool(), null);
                open = new Open(UUID.randomUUID().toString(), ask.then());
                tell(new AgentProtocol.Asked(open.request(), call, null, ask.request()));
                yield false;
            }
            case Step.ChangeMode change -> {
                stage.changeMode(change.mode());
                yield true;
            }
            case Step.Retry retry -> {
                tell(new AgentProtocol.Retrying(retry.attempt(), retry.most(), retry.status(), retry.error()));
                yield true;
            }
            case Step.Fail fail -> {
                end(new AgentProtocol.Failed(fail.sentence()), fail.text());
                yield false;
            }
        };
    }

    private void begin(Step.Say say) {
        tell(new AgentProtocol.SpeechVoid());
        toDo.addFirst(new Step.Spoken(say.text()));
        Speech.pieces(say.text(), say.words()).reversed().stream()
                .map(Step.Speak::new)
                .forEach(toDo::addFirst);
    }

    private boolean pause(Duration length) {
        stage.pause(length);
        return false;
    }

    private String call(String ref, Step.Tool tool, @Nullable String parent) {
        var id = "toolu_" + UUID.randomUUID();
        calls.put(ref, id);
        if (parent == null) {
            tell(new AgentProtocol.SpeechVoid());
        }
        tell(new AgentProtocol.ToolBegan(
                id, tool.line(), tool.isSubagent(), tool.mayChange(), parent == null ? null : calls.get(parent)));
        return id;
    }

    /** Takes the answer to the open question; ignores any other. */
    void answer(String request, Resolution resolution) {
        var asked = open;
        if (asked != null && asked.request().equals(request)) {
            open = null;
            asked.then().apply(resolution).reversed().forEach(toDo::addFirst);
            advance();
        }
    }

    /** A person stops the turn: ends it in the middle. */
    void stop() {
        if (open != null) {
            tell(new AgentProtocol.Withdrawn(open.request()));
        }
        if (!saying.isEmpty()) {
            tell(new AgentProtocol.Said(saying.toString()));
        }
        calls.values().forEach(call -> tell(new AgentProtocol.ToolEnded(call, true)));
        end(new AgentProtocol.Stopped(), "");
    }

    /** Ends the turn in the middle, so that it runs again. */
    void breakOff(String why) {
        over = true;
        tell(new AgentProtocol.Broke(
                AgentProtocol.Cause.CRASHED, why, "The stand-in ended unexpectedly. /retry asks again."));
    }

    private void end(AgentProtocol.Ending how, String text) {
        over = true;
        tell(new AgentProtocol.Finished(how, text, "", AgentProtocol.Spent.NOTHING));
    }

    private void tell(Event event) {
        listener.tell(event);
    }
}
