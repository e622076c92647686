package switchboard.telegram.outbox;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import switchboard.simulation.Sequences;
import switchboard.simulation.Simulation;
import switchboard.telegram.outbox.OutboxModel.Step;
import switchboard.telegram.outbox.OutboxModel.What;

/**
 * Any order of writes and frames in several chats, of answers of the Bot API to them, and of time: nothing that must be
 * delivered is lost, doubled or out of order, a frame is the newest there is, and no limit is exceeded.
 */
class OutboxModelTest {

    private static final Simulation SIMULATION = new Simulation(ConfigFactory.empty());
    private static final List<What> EVENTS = List.of(What.values());

    @AfterAll
    static void close() {
        SIMULATION.close();
    }

    @Test
    void whatMustBeDeliveredIsDeliveredOnceAndInOrderWithinAllLimits() {
        Sequences.check(
                "OutboxModelTest", SIMULATION, 1500, 80, OutboxModelTest::any, () -> new OutboxModel(SIMULATION));
    }

    private static Step any(Random random) {
        return new Step(EVENTS.get(random.nextInt(EVENTS.size())), 1 + random.nextInt(4), random.nextInt(4));
    }
}
