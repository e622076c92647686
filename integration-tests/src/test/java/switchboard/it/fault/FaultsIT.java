package switchboard.it.fault;

import org.junit.jupiter.api.Test;

/** The short part of the fault suite, always the same plans. */
class FaultsIT {

    private static final long SEED = 20_260_101;
    private static final int RUNS = 6;

    @Test
    void whateverIsKilledWhenEveryMessageIsAnsweredOnceOrHandedBack() throws Exception {
        FaultRuns.run(SEED, 0, RUNS, 2);
    }
}
