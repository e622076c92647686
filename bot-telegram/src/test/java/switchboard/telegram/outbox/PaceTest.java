package switchboard.telegram.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;
    private static final long MINUTE = 60_000 * MILLI;

    private final Pace pace = new Pace(11);

    @Test
    void eachRefusalMakesFramesSlowerUpToThirtySeconds() {
        pace.frame(0);
        refuse(0);
        assertThat(pace.frameInterval(0)).isEqualTo(2250 * MILLI);

        for (int i = 0; i < 20; i++) {
            refuse(0);
        }
        assertThat(pace.frameInterval(0)).isEqualTo(30_000 * MILLI);
    }

    @Test
    void eachMinuteWithoutRefusalMakesFramesFasterAgain() {
        refuse(0);
        long silenceEnds = 2000 * MILLI;

        pace.frame(silenceEnds + MINUTE);
        assertThat(pace.frameInterval(silenceEnds + MINUTE)).isEqualTo(2025 * MILLI);
        pace.frame(silenceEnds + 10 * MINUTE);
        assertThat(pace.frameInterval(silenceEnds + 10 * MINUTE)).isEqualTo(1500 * MILLI);
    }

    @Test
    void aStreamThatEndedDoesNotSlowTheNext() {
        pace.frame(0);
        assertThat(pace.frameInterval(40_000 * MILLI)).isEqualTo(3000 * MILLI);

        pace.streamEnded();
        pace.frame(41_000 * MILLI);
        assertThat(pace.frameInterval(41_000 * MILLI)).isEqualTo(1500 * MILLI);
    }

    @Test
    void framesOfAGroupAreAtLeastFourSecondsApart() {
        var group = new Pace(-11);
        group.frame(0);
        group.wrote(0);

        assertThat(group.previewReadyAt(0)).isEqualTo(4000 * MILLI);
        assertThat(group.writeReadyAt()).isEqualTo(1000 * MILLI);
    }

    private void refuse(long now) {
        pace.silence(Duration.ofSeconds(1), Duration.ZERO, now);
    }
}
