package switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "plain words 1.; plain words 1.",
                "a_b*c; a\\_b\\*c",
                "[x](y); \\[x\\]\\(y\\)",
                "<b> & `c`; \\<b\\> \\& \\`c\\`",
                "- #1 + 2 ~ 3 | 4!; \\- \\#1 \\+ 2 \\~ 3 \\| 4\\!",
                "back\\slash; back\\\\slash"
            })
    void wordsStayWhatTheyAre(String words, String markdown) {
        assertThat(Markdown.text(words)).isEqualTo(markdown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {"a; `a`", "a`b; ``a`b``", "`a`; `` `a` ``", "a``b`c; ```a``b`c```"})
    void codeIsFencedByMoreTicksThanItHolds(String words, String markdown) {
        assertThat(Markdown.code(words)).isEqualTo(markdown);
    }

    @Test
    void blankCodeIsStillCode() {
        assertThat(Markdown.code("")).isEqualTo("`  `");
    }

    @Test
    void linesBecomeOne() {
        assertThat(Markdown.text("a\nb")).isEqualTo("a b");
        assertThat(Markdown.code("a\nb")).isEqualTo("`a b`");
    }
}
