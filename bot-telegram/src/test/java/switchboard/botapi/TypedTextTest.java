package switchboard.botapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedTextTest {

    @Test
    void commandsMentionsAndAddressesAreFound() {
        assertThat(TypedText.of("/new see https://a.b/c for @ada").entities())
                .containsExactly(
                        new Entity("bot_command", 0, 4), new Entity("url", 9, 13), new Entity("mention", 27, 4));
    }

    @Test
    void aLongTextIsCutInPiecesWithoutLoss() {
        String text = "x".repeat(4095) + "😀" + "y".repeat(5000);

        var pieces = TypedText.pieces(text);

        assertThat(pieces).extracting(piece -> piece.text().length()).containsExactly(4095, 4096, 906);
        assertThat(pieces.stream().map(FormattedText::text)).last().asString().endsWith("y");
        assertThat(String.join("", pieces.stream().map(FormattedText::text).toList()))
                .isEqualTo(text);
    }
}
