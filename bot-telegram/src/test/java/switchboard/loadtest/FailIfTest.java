package switchboard.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.loadtest.Metric.Unit;

class FailIfTest {

    private static final List<Metric> METRICS = List.of(
            new Metric("p99.final", 2_500, Unit.MILLISECONDS),
            new Metric("memory", 900, Unit.MEGABYTES),
            new Metric("lost", 0, Unit.COUNT));

    @ParameterizedTest
    @CsvSource({
        "p99.final>2s, true",
        "p99.final > 2500ms, false",
        "p99.final>2499, true",
        "p99.final<3s, true",
        "memory>1GB, false",
        "memory>0.5GB, true",
        "p50.final>1ms, false"
    })
    void aFigureIsBeyondItsLimitOrNot(String typed, boolean holds) {
        assertThat(FailIf.read(List.of(typed)).getLast().holds(METRICS)).isEqualTo(holds);
    }

    @Test
    void severalMayBeGivenAtOnceAndWhatIsLostAlwaysCounts() {
        var all = FailIf.read(List.of("p99.final>2s,memory>1GB", "cpu>5"));

        assertThat(all)
                .extracting(FailIf::toString)
                .contains("p99.final>2,000", "memory>1,024", "cpu>5", "lost>0", "doubled>0", "misplaced>0");
        assertThat(all.stream().filter(each -> each.holds(List.of(new Metric("lost", 1, Unit.COUNT)))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"speed>1", "p99.final", "p99.final>soon", "p99.final>=1", ">1"})
    void whatIsNoLimitIsSaidWithWhatWouldBe(String typed) {
        assertThatThrownBy(() -> FailIf.read(List.of(typed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--fail-if does not know " + typed)
                .hasMessageContaining("p99.final");
    }
}
