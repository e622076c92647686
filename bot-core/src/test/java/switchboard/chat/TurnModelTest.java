package switchboard.chat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.chat.TurnModel.Kind;
import switchboard.chat.TurnModel.Step;
import switchboard.simulation.Sequences;
import switchboard.simulation.Simulation;

/** Any order of everything that a turn's throttle, Claude, people, view and a chat with a failing store may do. */
class TurnModelTest {

    private static final Simulation SIMULATION = new Simulation(ConfigFactory.empty());
    private static final List<Kind> KINDS = List.of(Kind.values());

    @AfterAll
    static void close() {
        SIMULATION.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTurnEndsOnceHoldsItsPermitWhileItWorksAndAsksNothingOnceStopped(boolean adopted) {
        var sequences = adopted ? 500 : 3000;
        var name = adopted ? "TurnModelTest, begun by Claude" : "TurnModelTest";
        Sequences.check(name, SIMULATION, sequences, 40, TurnModelTest::any, () -> new TurnModel(SIMULATION, adopted));
    }

    private static Step any(Random random) {
        return new Step(KINDS.get(random.nextInt(KINDS.size())), random.nextInt(4));
    }
}
