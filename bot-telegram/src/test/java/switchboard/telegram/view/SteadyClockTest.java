package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import switchboard.ManualClock;

class SteadyClockTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final ManualClock wall = new ManualClock(START);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final SteadyClock clock = new SteadyClock(wall, nanos::get);

    @Test
    void itStartsAtTheWallClocksTimeAndGoesOnSteadilyWhateverThatOneDoes() {
        assertThat(clock.instant()).isEqualTo(START);

        wall.pass(Duration.ofDays(-3));
        nanos.addAndGet(Duration.ofSeconds(5).toNanos()); // over the end of the numbers
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));

        wall.pass(Duration.ofDays(30));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void inAnotherZoneItIsTheSameClock() {
        var other = clock.withZone(java.time.ZoneId.of("Europe/Berlin"));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(other.instant()).isEqualTo(clock.instant());
        assertThat(other.getZone().getId()).isEqualTo("Europe/Berlin");
    }
}
