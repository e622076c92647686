package switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HumanTextTest {

    @Test
    void elapsedTimeIsToldToTheSecondForAnHour() {
        assertThat(HumanText.elapsed(Duration.ofSeconds(59))).isEqualTo("59s");
        assertThat(HumanText.elapsed(Duration.ofSeconds(125))).isEqualTo("2m 05s");
        assertThat(HumanText.elapsed(Duration.ofMinutes(182))).isEqualTo("3h 02m");
        assertThat(HumanText.elapsed(Duration.ofSeconds(-1))).isEqualTo("0s");
    }

    @Test
    void aLongNameIsShortenedByCharactersNotByHalves() {
        assertThat(HumanText.shortened("four", 4)).isEqualTo("four");
        assertThat(HumanText.shortened("🗜🗜🗜", 2)).isEqualTo("🗜…");
    }

    @Test
    void aCostTooSmallToShowIsToldAsSmall() {
        assertThat(HumanText.usd(0)).isEqualTo("$0");
        assertThat(HumanText.usd(0.00004)).isEqualTo("<$0.0001");
        assertThat(HumanText.usd(0.00421)).isEqualTo("$0.0042");
        assertThat(HumanText.usd(1.234)).isEqualTo("$1.23");
    }

    @Test
    void aDurationInWordsIsInTheLargestUnitThatHasItWhole() {
        assertThat(HumanText.inWords(Duration.ofMillis(1500))).isEqualTo("2 seconds");
        assertThat(HumanText.inWords(Duration.ofSeconds(3601))).isEqualTo("3,601 seconds");
        assertThat(HumanText.inWords(Duration.ofMinutes(1))).isEqualTo("1 minute");
        assertThat(HumanText.inWords(Duration.ofMinutes(90))).isEqualTo("90 minutes");
        assertThat(HumanText.inWords(Duration.ofHours(36))).isEqualTo("36 hours");
        assertThat(HumanText.inWords(Duration.ofDays(7))).isEqualTo("7 days");
    }

    @Test
    void anAgeIsANumberWithItsUnit() {
        assertThat(HumanText.parseDuration(" 7D ")).contains(Duration.ofDays(7));
        assertThat(HumanText.parseDuration("7")).isEmpty();
        assertThat(HumanText.parseDuration("-7d")).isEmpty();
        assertThat(HumanText.parseDuration("soon")).isEmpty();
    }
}
