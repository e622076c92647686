package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    private final RateLimit limit = new RateLimit(new RateLimit.Allowance(3, Duration.ofSeconds(60)));
    private long updates;

    @Test
    void whoHasSentTooMuchIsToldHowLongToWait() {
        assertThat(send("ada", 0)).isEmpty();
        assertThat(send("ada", 10)).isEmpty();
        assertThat(send("ada", 20)).isEmpty();

        assertThat(send("ada", 25)).contains(Duration.ofSeconds(35));
        assertThat(send("ada", 59)).contains(Duration.ofSeconds(1));
        assertThat(send("ada", 60)).as("the first no longer counts").isEmpty();
        assertThat(send("ada", 61)).contains(Duration.ofSeconds(9));
    }

    @Test
    void eachPersonIsCountedAlone() {
        for (var i = 0; i < 3; i++) {
            assertThat(send("ada", 0)).isEmpty();
        }

        assertThat(send("bob", 0)).isEmpty();
        assertThat(send("ada", 0)).isPresent();
    }

    @Test
    void whatWasSentOverHoursIsNotRefusedThoughItComesAtOnce() {
        for (var minute = 0; minute < 200; minute++) {
            assertThat(send("ada", 60L * minute)).isEmpty();
        }
    }

    @Test
    void whatWasSentLongBeforeTheOthersIsNotRefusedThoughItComesLast() {
        for (var i = 0; i < 3; i++) {
            assertThat(send("ada", 600)).isEmpty();
        }

        assertThat(send("ada", 0)).isEmpty();
        assertThat(send("ada", 600)).isPresent();
    }

    @Test
    void whatComesAgainIsNotCountedAgainAndNeverRefused() {
        for (var i = 0; i < 3; i++) {
            assertThat(send("ada", i)).isEmpty();
        }

        for (var again = 0; again < 5; again++) {
            assertThat(limit.take("ada", NOW, List.of(1L))).isEmpty();
        }
        assertThat(limit.take("ada", NOW, List.of(90L, 2L))).as("a piece of it").isEmpty();
        assertThat(send("ada", 4)).isPresent();
    }

    @Test
    void whatMustNotBeRefusedCountsAllTheSame() {
        for (var i = 0; i < 5; i++) {
            limit.admit("ada", NOW, List.of(++updates));
        }

        assertThat(limit.take("ada", NOW, List.of(4L))).isEmpty();
        assertThat(send("ada", 1)).contains(Duration.ofSeconds(59));
        assertThat(send("ada", 60)).isEmpty();
    }

    @Test
    void zeroIsNoLimit() {
        var unlimited = new RateLimit(new RateLimit.Allowance(0, Duration.ofSeconds(60)));

        for (var i = 0L; i < 1_000; i++) {
            assertThat(unlimited.take("ada", NOW, List.of(i))).isEmpty();
        }
    }

    private Optional<Duration> send(String person, long second) {
        return limit.take(person, NOW.plusSeconds(second), List.of(++updates));
    }
}
