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
import switchboard.agent.AgentProtocol;
import switchboard.model.InterruptedTool;

/** An agent session as its turn sees it. It keeps to the protocol, and notes where the turn does not. */
final class ClaudeModel {

    private final OwnerModel owner;
    private final PermitModel permit;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> agents = new LinkedHashSet<>();

    /** The requests that wait for an answer, each with the subagent that asks, or empty for the main conversation. */
    private final Map<String, String> open = new LinkedHashMap<>();

    private @Nullable ActorRef<AgentProtocol.Event> turn;
    private AgentProtocol.@Nullable Job job;
    private boolean fresh;
    private boolean interrupted;
    private int numbers;

    ClaudeModel(OwnerModel owner, PermitModel permit) {
        this.owner = owner;
        this.permit = permit;
    }

    void on(AgentProtocol.Command command) {
        switch (command) {
            case AgentProtocol.Run run -> {
                note(turn == null, "runs twice at once");
                note(permit.isHeld(), "runs without its permit");
                turn = run.turn();
                job = run.job();
                fresh = true;
                interrupted = false;
            }
            case AgentProtocol.Adopt adopt -> turn = adopt.by();
            case AgentProtocol.Answer answer -> {
                note(!interrupted, "answers a question once stopped");
                note(!owner.isAsking("t-" + answer.request()), "an answer goes out that is not noted");
                open.remove(answer.request());
                owner.answered("t-" + answer.request());
            }
            case AgentProtocol.Interrupt stop -> interrupted = turn != null;
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
        tell(new AgentProtocol.Said("word"));
    }

    void beginAgent() {
        if (turn != null && !open.containsValue("") && agents.size() < 2) {
            var agent = "a" + numbers++;
            agents.add(agent);
            tell(TurnProbes.subagent(agent));
        }
    }

    void endAgent() {
        agents.stream().filter(agent -> !open.containsValue(agent)).findFirst().ifPresent(agent -> {
            agents.remove(agent);
            tell(new AgentProtocol.ToolEnded(agent, false));
        });
    }

    /** One question at a time of the main conversation, or of each of its subagents. */
    void ask(int which) {
        if (!isBusy()) {
            return;
        }
        var idle = agents.stream().filter(agent -> !open.containsValue(agent)).toList();
        var agent = agents.isEmpty() ? "" : idle.get(which % idle.size());
        var request = "r" + numbers++;
        open.put(request, agent);
        var asking = agent.isEmpty() ? null : agent;
        tell(
                which == 3
                        ? new AgentProtocol.Asked(request, "t-" + request, asking, TurnProbes.choices("one", "two"))
                        : TurnProbes.bash(request, asking));
    }

    void withdraw(int which) {
        if (!open.isEmpty()) {
            var request = List.copyOf(open.keySet()).get(which % open.size());
            open.remove(request);
            tell(new AgentProtocol.Withdrawn(request));
        }
    }

    /** Only before anything was done, and only where something may have been done before. */
    void cutOff() {
        if (job != null && fresh && job.resumed() && !job.confirmed()) {
            last(new AgentProtocol.CutOff(List.of(new InterruptedTool("cut" + numbers++, "Bash"))));
        }
    }

    void finish() {
        last(TurnProbes.finished(interrupted ? new AgentProtocol.Stopped() : new AgentProtocol.Answered()));
    }

    void crash() {
        last(TurnProbes.crashed(""));
    }

    private void last(AgentProtocol.Event event) {
        tell(event);
        turn = null;
        job = null;
        open.clear();
        agents.clear();
    }

    private void tell(AgentProtocol.Event event) {
        if (turn != null) {
            turn.tell(event);
            fresh = false;
        }
    }
}
