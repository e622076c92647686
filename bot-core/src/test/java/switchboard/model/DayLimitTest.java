package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayLimitTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"5|5", "$7.50|7.5", "7,50 USD|7.5", "0.01|0.01", "12 dollars|12", "3$|3", "999999|999999"})
    void anAmountIsReadAsPeopleWriteIt(String text, double usd) {
        assertThat(DayLimit.parse(text)).contains(new DayLimit(usd));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0.00",
                "-5",
                "five",
                "5 5",
                "1,000",
                "1e3",
                "NaN",
                "Infinity",
                "0x10",
                "5.001",
                "1000000",
                "€5",
                "5\n6",
                "٥"
            })
    void nonsenseIsNoAmount(String text) {
        assertThat(DayLimit.parse(text)).isEmpty();
    }

    @Test
    void aLimitIsReachedBySumsThatAreNotExact() {
        var spent = 0.0;
        for (var turn = 0; turn < 50; turn++) {
            spent += 0.1;
        }

        assertThat(spent).isLessThan(5);
        assertThat(new DayLimit(5).isReached(spent)).isTrue();
    }

    @Test
    void fourFifthsAreNearAndAllIsReached() {
        var limit = new DayLimit(5);

        assertThat(limit.isNear(3.99)).isFalse();
        assertThat(limit.isNear(4)).isTrue();
        assertThat(limit.isReached(4.99)).isFalse();
        assertThat(limit.isReached(5)).isTrue();
        assertThat(limit.percent(4.999)).isEqualTo(99);
        assertThat(limit.percent(6)).isEqualTo(120);
    }
}
