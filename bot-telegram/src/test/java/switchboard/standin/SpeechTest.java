package switchboard.standin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechTest {

    @Test
    void aPieceHasSoManyWords() {
        assertThat(Speech.pieces("one two  three\nfour five", 2)).containsExactly("one two  ", "three\nfour ", "five");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "word", "  a word", "two\n\n    code\n", "😀 👩‍💻"})
    void thePiecesAreTheText(String text) {
        assertThat(String.join("", Speech.pieces(text, 3))).isEqualTo(text);
    }
}
