package switchboard.it.fault;

import org.junit.jupiter.api.Test;

/** The short part of the fault suite, always the same plans: the seed is one whose few runs have prompts of every kind. */
class FaultsIT {

    private static final long SEED = 20_260_114;
    private static final int RUNS = 6;

    @Test
    void whateverIsKilledWhenEveryMessageIsAnsweredOnceOrHandedBack() throws Exception {
        FaultRuns.run(SEED, 0, RUNS, 2);
    }
}
