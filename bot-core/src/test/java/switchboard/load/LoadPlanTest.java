package switchboard.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.load.LoadPlan.Arrival;
import switchboard.load.LoadPlan.Pattern;

class LoadPlanTest {

    private static final LoadPlan PLAN =
            LoadPlan.usual().withChats(10).withMessages(50).withRate(20);

    @Test
    void openArrivalsHaveTheirRateAndNoRegularity() {
        var wave = PLAN.withPattern(Pattern.OPEN).waves().getFirst();

        assertThat(wave).hasSize(500);
        assertThat(wave.getLast().after().toMillis() / 1e3).isCloseTo(25, within(4.0));
        assertThat(wave).extracting(Arrival::after).isSorted();
        assertThat(gaps(wave)).isGreaterThan(400);
    }

    @Test
    void spreadArrivalsAreAtEqualDistances() {
        var wave = PLAN.withPattern(Pattern.SPREAD).waves().getFirst();

        assertThat(wave.get(1).after()).isEqualTo(Duration.ofMillis(50));
        assertThat(wave.getLast().after().toMillis() / 1e3).isCloseTo(24.95, within(0.01));
    }

    @Test
    void inABurstAllSpeakAtOnceAndAgainWhenAllAreAnswered() {
        var waves = PLAN.withPattern(Pattern.BURST).waves();

        assertThat(waves)
                .hasSize(50)
                .allSatisfy(wave ->
                        assertThat(wave).hasSize(10).extracting(Arrival::after).containsOnly(Duration.ZERO));
    }

    @Test
    void theMessagesOfAChatKeepTheirOrderAndAllMarksDiffer() {
        var marks = PLAN.waves().getFirst().stream().map(Arrival::mark).toList();

        assertThat(marks).doesNotHaveDuplicates();
        assertThat(marks.stream().filter(mark -> mark.chat() == 3).map(Mark::number))
                .isSorted();
    }

    @Test
    void theSameSeedGivesTheSameTimes() {
        assertThat(PLAN.waves()).isEqualTo(PLAN.waves());
        assertThat(PLAN.withSeed(2).waves()).isNotEqualTo(PLAN.waves());
    }

    @Test
    void nothingIsNoLoad() {
        assertThatThrownBy(() -> PLAN.withChats(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PLAN.withRate(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long gaps(List<Arrival> wave) {
        return IntStream.range(1, wave.size())
                .mapToLong(index -> wave.get(index)
                        .after()
                        .minus(wave.get(index - 1).after())
                        .toNanos())
                .distinct()
                .count();
    }
}
