package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.CutTool;
import switchboard.claude.wire.Incoming;

/** A Claude session as its turn sees it: keeps to its protocol and notes where the turn does not. */
final class ClaudeModel {

    private final OwnerModel owner;
    private final PermitModel permit;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> agents = new LinkedHashSet<>();

    /** The requests that wait for an answer, each with the subagent that asks, or empty for the main conversation. */
    private final Map<String, String> open = new LinkedHashMap<>();

    private @Nullable ActorRef<ClaudeProtocol.Event> turn;
    private ClaudeProtocol.@Nullable Job job;
    private boolean fresh;
    private boolean interrupted;
    private int numbers;

    ClaudeModel(OwnerModel owner, PermitModel permit) {
        this.owner = owner;
        this.permit = permit;
    }

    void on(ClaudeProtocol.Command command) {
        switch (command) {
            case ClaudeProtocol.Run run -> {
                note(turn == null, "runs twice at once");
                note(permit.isHeld(), "runs without its permit");
                turn = run.turn();
                job = run.job();
                fresh = true;
                interrupted = false;
            }
            case ClaudeProtocol.Adopt adopt -> turn = adopt.by();
            case ClaudeProtocol.Answer answer -> {
                note(!interrupted, "answers a question once stopped");
                note(!owner.isAsking("t-" + answer.requestId()), "an answer goes out that is not noted");
                open.remove(answer.requestId());
                owner.answered("t-" + answer.requestId());
            }
            case ClaudeProtocol.Interrupt stop -> interrupted = turn != null;
            default -> throw new IllegalArgumentException(command.toString());
        }
    }

    private void note(boolean isRight, String fault) {
        if (!isRight) {
            faults.add(fault);
        }
    }

    void check() {
        assertThat(faults).isEmpty();
    }

    boolean isRunning() {
        return turn != null;
    }

    /** Whether anything but people is waited for. */
    boolean isBusy() {
        return turn != null
                && (agents.isEmpty()
                        ? !open.containsValue("")
                        : agents.stream().anyMatch(agent -> !open.containsValue(agent)));
    }

    void speak() {
        tell(new ClaudeProtocol.Said("word"));
    }

    void beginAgent() {
        if (turn != null && !open.containsValue("") && agents.size() < 2) {
            var agent = "a" + numbers++;
            agents.add(agent);
            tell(new ClaudeProtocol.ToolBegan(agent, "Agent", TurnProbes.json(), null));
        }
    }

    void endAgent() {
        agents.stream().filter(agent -> !open.containsValue(agent)).findFirst().ifPresent(agent -> {
            agents.remove(agent);
            tell(new ClaudeProtocol.ToolEnded(agent, false));
        });
    }

    /** One question at a time of the main conversation, or of each of its subagents. */
    void ask(boolean byMode, int which) {
        if (!isBusy()) {
            return;
        }
        var idle = agents.stream().filter(agent -> !open.containsValue(agent)).toList();
        var agent = agents.isEmpty() ? "" : idle.get(which % idle.size());
        var request = "r" + numbers++;
        if (!byMode) {
            open.put(request, agent);
        }
        var asking = agent.isEmpty() ? null : agent;
        tell(new ClaudeProtocol.Asked(
                which == 3 && !byMode
                        ? new Incoming.Ask(
                                request,
                                "t-" + request,
                                "AskUserQuestion",
                                TurnProbes.choices("one", "two"),
                                List.of(),
                                asking,
                                false)
                        : TurnProbes.bash(request, asking, byMode)));
    }

    void withdraw(int which) {
        if (!open.isEmpty()) {
            var request = List.copyOf(open.keySet()).get(which % open.size());
            open.remove(request);
            tell(new ClaudeProtocol.Withdrawn(request));
        }
    }

    /** Only before anything was done, and only where something may have been done before. */
    void cutOff() {
        if (job != null && fresh && job.resumed() && !job.confirmed()) {
            last(new ClaudeProtocol.CutOff(List.of(new CutTool("cut" + numbers++, "Bash"))));
        }
    }

    void finish() {
        var result = new Incoming.Result(
                interrupted, interrupted ? "aborted_tools" : "completed", 0, "", List.of(), List.of(), 0, 0, 0);
        last(new ClaudeProtocol.Finished(result, "", 0));
    }

    void crash() {
        last(new ClaudeProtocol.Broke(ClaudeProtocol.Cause.CRASHED, ""));
    }

    private void last(ClaudeProtocol.Event event) {
        tell(event);
        turn = null;
        job = null;
        open.clear();
        agents.clear();
    }

    private void tell(ClaudeProtocol.Event event) {
        if (turn != null) {
            turn.tell(event);
            fresh = false;
        }
    }
}
