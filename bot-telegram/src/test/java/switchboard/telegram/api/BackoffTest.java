package switchboard.telegram.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void eachFailureDoublesThePauseUpToTheLongest() {
        assertThat(IntStream.range(0, 7).mapToObj(backoff::after))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void anyNumberOfFailuresIsGood() {
        assertThat(backoff.after(-1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anotherPauseIsBoundedLikewise() {
        assertThat(backoff.bounded(Duration.ofSeconds(29))).isEqualTo(Duration.ofSeconds(29));
        assertThat(backoff.bounded(Duration.ofSeconds(31))).isEqualTo(Duration.ofSeconds(30));
    }
}
