package switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rm -rf build\n\tdone",
                "naïve é 日本語 한국어 عربى",
                "👨‍👩‍👧‍👦 👍🏽 ❤️ 🏳️‍🌈 🇩🇪 1️⃣ 🧑🏿‍💻",
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                "⚠️ ✔️ ©️",
                "⟨U+202E⟩"
            })
    void whatIsSeenStays(String text) {
        assertThat(VisibleText.reveal(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "202A", "202B", "202C", "202D", "202E", "2066", "2067", "2068", "2069", "200E", "200F", "061C", "200B", "200C",
        "200D", "2060", "FEFF", "00AD", "034F", "115F", "3164", "2800", "00A0", "3000", "2028", "2029", "0000", "0007",
        "001B", "000D", "007F", "0085", "FE0F", "FE0E", "180E", "E0041", "E0101"
    })
    void whatIsHiddenIsWrittenOut(String hex) {
        int codePoint = Integer.parseInt(hex, 16);

        assertThat(VisibleText.reveal("a" + Character.toString(codePoint) + "b"))
                .isEqualTo("a⟨U+" + hex + "⟩b");
    }

    @Test
    void anOverrideCannotTurnACommandRound() {
        assertThat(VisibleText.reveal("cat \u202Etxt.exe\u2069")).isEqualTo("cat ⟨U+202E⟩txt.exe⟨U+2069⟩");
    }

    @Test
    void theInvisiblePartsOfEmojiAreHiddenNowhereElse() {
        assertThat(VisibleText.reveal("👍\u200D")).isEqualTo("👍⟨U+200D⟩");
        assertThat(VisibleText.reveal("1\uFE0F")).isEqualTo("1⟨U+FE0F⟩");
        assertThat(VisibleText.reveal("👍\uFE0F\uFE0F")).isEqualTo("👍⟨U+FE0F⟩⟨U+FE0F⟩");
        assertThat(VisibleText.reveal("🏴\uDB40\uDC72\uDB40\uDC6D\uDB40\uDC7F"))
                .isEqualTo("🏴⟨U+E0072⟩⟨U+E006D⟩⟨U+E007F⟩");
    }

    @Test
    void halfASurrogatePairIsWrittenOut() {
        assertThat(VisibleText.reveal("a\uD83Db")).isEqualTo("a⟨U+D83D⟩b");
    }
}
