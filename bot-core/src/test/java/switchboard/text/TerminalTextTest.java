package switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {

    @Test
    void coloursMovesAndTitlesAreGone() {
        assertThat(TerminalText.plain("\u001b[1;31mred\u001b[0m and \u001b[38;5;12mblue\u001b[m"))
                .isEqualTo("red and blue");
        assertThat(TerminalText.plain("\u001b]0;a title\u0007text\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\"))
                .isEqualTo("textlink");
        assertThat(TerminalText.plain("a\u001b[2K\u001b[1Gb\u001b(Bc\u001b7d\u009b31me\u001b"))
                .isEqualTo("abcde");
        assertThat(TerminalText.plain("\u001bPdevice\u001b\\x\u001b]never ended\nnext line"))
                .isEqualTo("x\nnext line");
    }

    @Test
    void ofALineThatWasWrittenOverTheLastFormStays() {
        assertThat(TerminalText.plain("10%\r50%\r100%\ndone\r\n")).isEqualTo("100%\ndone\n");
        assertThat(TerminalText.plain("10%\r50%\r")).isEqualTo("50%");
        assertThat(TerminalText.plain("b\bbo\bol\bld _\bx")).isEqualTo("bold x");
    }

    @Test
    void aLongLineTakesNoLongTime() {
        var line = "x".repeat(2_000_000);

        assertThat(TerminalText.plain(line + "\r\n1\r2" + "\u001b]".repeat(100_000)))
                .isEqualTo(line + "\n2");
        assertThat(TerminalText.plain("a\rb\n" + "x\n".repeat(500_000))).isEqualTo("b\n" + "x\n".repeat(500_000));
    }

    @Test
    void otherControlsAreGoneAndTextStays() {
        assertThat(TerminalText.plain("a\tb\n\u0000\u0007\u007f日本 🙂 é\u0085")).isEqualTo("a\tb\n日本 🙂 é");
        assertThat(TerminalText.plain("")).isEmpty();
    }
}
