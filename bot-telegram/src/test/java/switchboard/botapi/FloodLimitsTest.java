package switchboard.botapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import switchboard.ManualClock;
import switchboard.botapi.FloodLimits.Kind;

class FloodLimitsTest {
    private static final long PRIVATE = 111;
    private static final long GROUP = -5;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final FloodLimits limits = new FloodLimits(clock);

    @Test
    void aPrivateChatTakesABurstOfThreeAndThenOneASecond() {
        for (int i = 0; i < 3; i++) {
            limits.admit(PRIVATE, Kind.WRITE);
        }
        clock.pass(Duration.ofSeconds(1));
        limits.admit(PRIVATE, Kind.WRITE);

        assertThatThrownBy(() -> limits.admit(PRIVATE, Kind.WRITE)).hasMessageContaining("retry after 1");
        assertThat(limits.floodWaits()).isOne();
        assertThat(limits.callsInsideCooldown()).isZero();
    }

    @Test
    void aGroupTakesTwentyWritesAMinute() {
        for (int i = 0; i < 20; i++) {
            limits.admit(GROUP, Kind.WRITE);
            clock.pass(Duration.ofSeconds(1));
        }
        assertThatThrownBy(() -> limits.admit(GROUP, Kind.WRITE)).hasMessageContaining("retry after 40");

        clock.pass(Duration.ofSeconds(40));
        limits.admit(GROUP, Kind.WRITE);
    }

    @Test
    void callingInsideACooldownDoublesThePenalty() {
        limits.cooldown(PRIVATE, 10);
        clock.pass(Duration.ofSeconds(2));
        assertThatThrownBy(() -> limits.admit(PRIVATE, Kind.TYPING)).hasMessageContaining("retry after 20");
        clock.pass(Duration.ofSeconds(19));
        assertThatThrownBy(() -> limits.admit(PRIVATE, Kind.OTHER)).hasMessageContaining("retry after 40");
        assertThat(limits.callsInsideCooldown()).isEqualTo(2);

        clock.pass(Duration.ofSeconds(40));
        limits.admit(PRIVATE, Kind.WRITE);
        assertThat(limits.callsInsideCooldown()).isEqualTo(2);
    }

    @Test
    void aCallThatWasOnItsWayIsNoOffence() {
        limits.cooldown(PRIVATE, 10);
        clock.pass(Duration.ofMillis(100));

        assertThatThrownBy(() -> limits.admit(PRIVATE, Kind.TYPING)).hasMessageContaining("retry after 10");
        assertThat(limits.callsInsideCooldown()).isZero();
    }

    @Test
    void thirtyCallsASecondGoOverAllChats() {
        for (int i = 1; i <= 30; i++) {
            limits.admit(i, Kind.WRITE);
        }
        assertThatThrownBy(() -> limits.admit(31, Kind.WRITE)).hasMessageContaining("retry after 1");
        assertThatCode(() -> limits.admit(0, Kind.FREE)).doesNotThrowAnyException();
    }

    @Test
    void typingHasItsOwnBucket() {
        for (int i = 0; i < 3; i++) {
            limits.admit(PRIVATE, Kind.TYPING);
        }
        limits.admit(PRIVATE, Kind.WRITE);

        assertThatThrownBy(() -> limits.admit(PRIVATE, Kind.TYPING)).hasMessageContaining("retry after 3");
    }

    @Test
    void whatIsSwitchedOffIsStillCounted() {
        limits.off();
        for (int i = 0; i < 10; i++) {
            limits.admit(PRIVATE, Kind.WRITE);
        }
        assertThat(limits.overruns()).isEqualTo(7);
        assertThat(limits.floodWaits()).isZero();
    }
}
