package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.claude.wire.Incoming;
import switchboard.model.Session;
import switchboard.model.TurnId;

class AgentRunTest {

    private static final TurnId ID = TurnId.random();
    private static final AgentProtocol.Job JOB =
            new AgentProtocol.Job(ID, "hi", true, Session.fresh(Path.of("/"), null, Instant.EPOCH), true);

    private final AgentRun run = new AgentRun(ID, JOB, null);

    /** Each result tells what has come since the one before it, so one that is passed over would be lost for good. */
    @Test
    void theCostOfAResultThatIsAnotherPromptsCountsToo() {
        run.hear(result("another", 0.25));
        run.hear(result(ID.value(), 0.5));

        assertThat(run.finished("", false).spent().usd()).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void theCostOfWhatCameBeforeAnAnswerFromAnEarlierProcessCounts() {
        run.hear(result("another", 0.25));

        assertThat(run.finished("said before", false).spent().usd()).isCloseTo(0.25, within(1e-9));
    }

    private static Incoming.Result result(String uuid, double usd) {
        return new Incoming.Result(false, "completed", 0, "", List.of(), List.of(uuid), 1, 0, usd);
    }
}
