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
    void bytesAreToldInTheUnitThatNeedsFewestDigits() {
        assertThat(HumanText.bytes(0)).isEqualTo("0 bytes");
        assertThat(HumanText.bytes(999)).isEqualTo("999 bytes");
        assertThat(HumanText.bytes(1_000)).isEqualTo("1 kB");
        assertThat(HumanText.bytes(1_240)).isEqualTo("1.2 kB");
        assertThat(HumanText.bytes(999_949)).isEqualTo("999.9 kB");
        assertThat(HumanText.bytes(999_951)).isEqualTo("1 MB");
        assertThat(HumanText.bytes(20_000_000)).isEqualTo("20 MB");
        assertThat(HumanText.bytes(2_500_000_000L)).isEqualTo("2.5 GB");
        assertThat(HumanText.bytes(Long.MAX_VALUE)).isEqualTo("9223372 TB");
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
