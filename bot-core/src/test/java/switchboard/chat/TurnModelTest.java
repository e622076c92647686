package switchboard.chat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.chat.TurnModel.Kind;
import switchboard.chat.TurnModel.Step;
import switchboard.simulation.Sequences;
import switchboard.simulation.Simulation;

/** Any order of everything that a turn's files, throttle, Claude, people, view and a chat with a failing store may do. */
class TurnModelTest {

    private static final Simulation SIMULATION = new Simulation(ConfigFactory.empty());
    private static final List<Kind> KINDS = List.of(Kind.values());

    @AfterAll
    static void close() {
        SIMULATION.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TurnModelTest, 3000, false, 0, 0",
        "'TurnModelTest, with a file', 1000, false, 1, 0",
        "'TurnModelTest, with files', 1000, false, 3, 0",
        "'TurnModelTest, with a recording', 1000, false, 0, 1",
        "'TurnModelTest, with all', 1000, false, 1, 2",
        "'TurnModelTest, begun by Claude', 500, true, 0, 0"
    })
    void aTurnEndsOnceHoldsItsPermitWhileItWorksAndAsksNothingOnceStopped(
            String name, int sequences, boolean adopted, int files, int recordings) {
        Sequences.check(
                name,
                SIMULATION,
                sequences,
                40,
                TurnModelTest::any,
                () -> new TurnModel(SIMULATION, adopted, files, recordings));
    }

    private static Step any(Random random) {
        return new Step(KINDS.get(random.nextInt(KINDS.size())), random.nextInt(4));
    }
}
