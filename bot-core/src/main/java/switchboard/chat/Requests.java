package switchboard.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import switchboard.agent.AgentProtocol;

/** The requests of a turn's agent: they wait for a person, or are answered and wait for the turn's permit. Used by one actor. */
final class Requests {

    private final Map<String, AgentProtocol.Asked> waiting = new LinkedHashMap<>();
    private final Map<String, AgentProtocol.Asked> answered = new LinkedHashMap<>();
    private final Map<String, AgentProtocol.Answer> answers = new LinkedHashMap<>();

    /** Whether no person is waited for. */
    boolean isSettled() {
        return waiting.isEmpty();
    }

    boolean hasAnswers() {
        return !answers.isEmpty();
    }

    /** Subagents that wait for a person. */
    long ofAgents() {
        return waiting.values().stream()
                .map(AgentProtocol.Asked::subagent)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    void ask(AgentProtocol.Asked asked) {
        waiting.put(asked.request(), asked);
    }

    /** Whether the request waited for this answer, which waits for the permit now. */
    boolean resolve(AgentProtocol.Answer answer) {
        var asked = waiting.remove(answer.request());
        if (asked != null) {
            answered.put(answer.request(), asked);
            answers.put(answer.request(), answer);
        }
        return asked != null;
    }

    /** The answers; they go to the agent now that the turn holds its permit. */
    List<AgentProtocol.Answer> release() {
        var released = List.copyOf(answers.values());
        answers.clear();
        answered.clear();
        return released;
    }

    /** Whether the request waited for a person. */
    boolean withdraw(String request) {
        answers.remove(request);
        answered.remove(request);
        return waiting.remove(request) != null;
    }

    /** The process is gone, and with it all requests: the tool calls that waited, and have not run. */
    List<String> clear() {
        var calls = Stream.concat(waiting.values().stream(), answered.values().stream())
                .map(AgentProtocol.Asked::call)
                .toList();
        waiting.clear();
        release();
        return calls;
    }
}
