package switchboard.app;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.claude.ClaudeAgent;
import switchboard.standin.StandInAgent;

/** The agents that {@code AGENT} can name. */
enum AgentChoice {
    CLAUDE(ClaudeAgent.ID),
    STAND_IN(StandInAgent.ID);

    private final String id;

    AgentChoice(String id) {
        this.id = id;
    }

    static Optional<AgentChoice> named(String id) {
        return Stream.of(values()).filter(each -> each.id.equals(id)).findFirst();
    }

    /** All ids, for a person. */
    static String names() {
        return Stream.of(values()).map(each -> each.id).collect(Collectors.joining(" or "));
    }
}
