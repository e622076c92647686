package switchboard.chat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.chat.ChatModel.Kind;
import switchboard.chat.ChatModel.Step;
import switchboard.simulation.Sequences;
import switchboard.simulation.Simulation;

/**
 * Any order of prompts, commands, budgets, failures of the store, and crashes of processes, views, actors and the host. Each accepted
 * prompt ends once or is dropped once, in the session for which it was asked. Prompts run one at a time, in order unless they
 * were on hold, and each end is repeated until it is confirmed. Nothing on hold runs unless a person says so after the stop.
 */
class ChatModelTest {

    private static final Simulation SIMULATION = new Simulation(FlakyStore.config());
    private static final List<Kind> KINDS = List.of(Kind.values());

    @TempDir
    private Path directory = Path.of("");

    @AfterAll
    static void close() {
        SIMULATION.close();
    }

    @Test
    void eachPromptThatWasAcceptedEndsOnceAndInOrderWhateverHappens() throws java.io.IOException {
        var real = directory.toRealPath();
        Sequences.check(
                "ChatModelTest", SIMULATION, 500, 40, ChatModelTest::any, () -> new ChatModel(SIMULATION, real));
    }

    private static Step any(Random random) {
        return new Step(KINDS.get(random.nextInt(KINDS.size())), random.nextInt(3));
    }
}
