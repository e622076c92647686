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
 * Any order of prompts, commands, crashes of processes, views, actors and the host, and of failures of the store: each
 * prompt that was accepted ends once or is dropped once, where it was asked for, one at a time, in order among what is not on hold,
 * and is told until it is confirmed. Nothing on hold runs unless a person says so after the stop.
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
