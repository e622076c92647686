package switchboard.standin;

import java.nio.file.Path;
import java.time.Duration;
import switchboard.agent.Agent;
import switchboard.agent.AgentContract;
import switchboard.model.PermissionMode;

/** The contract of every agent, tested on the stand-in. Only the longest of its pauses takes any time. */
class StandInAgentTest extends AgentContract {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Agent agent =
            new StandInAgent(PermissionMode.DEFAULT, null, pause -> pause.compareTo(LONG) < 0 ? Duration.ZERO : pause);

    @Override
    protected Agent agent() {
        return agent;
    }

    @Override
    protected Prompts prompts() {
        return new Prompts("hello", "wait 600", "permission", "plan", "question");
    }

    @Override
    protected Path directory() {
        return Path.of("/srv");
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }
}
