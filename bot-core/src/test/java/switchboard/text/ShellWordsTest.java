package switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            one two                          | one;two
            `  one \t two  `                 | one;two
            --prompt "in one short line"     | --prompt;in one short line
            --prompt='in one short line'     | --prompt=in one short line
            a'b c'"d e"f                     | ab cd ef
            '"' "'"                          | ";'
            '\\' "\\\\"                        | \\;\\
            "say \\"hi\\" for \\$1"             | say "hi" for $1
            "a\\b"                            | a\\b
            one\\ two three\\"                 | one two;three"
            $HOME ~ *.txt                    | $HOME;~;*.txt
            """)
    void wordsArePartedAsAShellPartsThem(String text, String words) {
        assertThat(ShellWords.split(text)).containsExactly(words.split(";"));
    }

    @Test
    void quotesWithNothingInThemAreAWord() {
        assertThat(ShellWords.split("--tools '' \"\"")).containsExactly("--tools", "", "");
        assertThat(ShellWords.split("  ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--a 'b", "--a \"b", "\"a\\\"", "it's"})
    void aQuoteThatIsNeverClosedIsNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShellWords.split(text))
                .withMessageContaining("is never closed");
    }

    @Test
    void aBackslashThatStandsForNothingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShellWords.split("a \\"))
                .withMessageContaining("ends in a backslash");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            my dir                | my dir
            "my dir"/'a b'        | my dir/a b
            my\\ dir               | my dir
            "a\\b" 'c\\d' \\"e        | a\\b c\\d "e
            my\\ dir\\              | my dir\\
            ''                    | ``
            """)
    void oneWordKeepsItsBlanksAndABackslashAtItsEnd(String text, String word) {
        assertThat(ShellWords.unquote(text)).contains(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "\"a", "\"a\\\"", "'a\\'b'"})
    void aQuoteThatIsNeverClosedMakesNoWord(String text) {
        assertThat(ShellWords.unquote(text)).isEmpty();
    }
}
