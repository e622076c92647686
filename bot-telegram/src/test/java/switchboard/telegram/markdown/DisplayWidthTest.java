package switchboard.telegram.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "abc, 3",
        "é, 1",
        "e\u0301, 1",
        "日本, 4",
        "한국, 4",
        "ｆｗ, 4",
        "ﾊﾝ, 2",
        "👍, 2",
        "👍🏽, 2",
        "👨‍👩‍👧‍👦, 2",
        "🇩🇪, 2",
        "❤️, 2",
        "✓, 1",
        "𝒳, 1",
        "𠀀, 2",
        "a\u200Bb, 2"
    })
    void widthIsCountedInColumns(String text, int width) {
        assertThat(DisplayWidth.of(text)).isEqualTo(width);
    }
}
