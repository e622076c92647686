package switchboard.it.fault;

import org.junit.jupiter.api.Test;

/**
 * The whole fault suite, or a chunk of it: {@code mvn -B verify -Pfaults -Dfaults.from=50 -Dfaults.runs=50}. The seed is
 * {@code faults.seed}; {@code faults.parallel} runs go side by side.
 */
class FaultSuite {

    @Test
    void whateverIsKilledWhenEveryMessageIsAnsweredOnceOrHandedBack() throws Exception {
        FaultRuns.run(
                Long.getLong("faults.seed", 1),
                Integer.getInteger("faults.from", 0),
                Integer.getInteger("faults.runs", 200),
                Integer.getInteger("faults.parallel", 2));
    }
}
