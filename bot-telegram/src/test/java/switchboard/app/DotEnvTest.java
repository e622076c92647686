package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', emptyValue = "", textBlock = """
            A=b                   | b
            A = b                 | b
            export A=b            | b
            a=b                   | b
            A=                    | ~~
            A=# nothing           | ~~
            A=b c   # a comment   | b c
            A=p#q                 | p#q
            A=b=c==               | b=c==
            A='x'                 | x
            A="x"                 | x
            A='x' # a comment     | x
            A='p # q'             | p # q
            A='C:\\new "x"'       | C:\\new "x"
            A="say \\"x\\" \\\\n" | say "x" \\n
            A=it's                | it's
            """)
    void aValueIsReadAsAShellWouldReadIt(String line, String value) throws IOException {
        assertThat(read(line)).isEqualTo(Map.of("A", value));
    }

    @Test
    void commentsEmptyLinesTheMarkOfAnEditorAndItsLineEndsAreNoContent() throws IOException {
        assertThat(read("\uFEFFA=1\r\n\r\n  # B=2\r\n  C=3  \r\nA=4\r\n")).isEqualTo(Map.of("A", "4", "C", "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A secret", "=secret", "1A=secret", "A='secret", "A=\"secret", "A='sec'ret"})
    void aLineThatCannotBeReadIsNamedByItsNumberAndNotQuoted(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("# first\n" + line + "\n"))
                .withMessageStartingWith(file() + ", line 2 cannot be read: ")
                .withMessageEndingWith(".")
                .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain("sec", "\n"));
    }

    @Test
    void aFileThatIsNoTextIsRefusedWithTheFix() throws IOException {
        Files.write(file(), "A=ü".getBytes(StandardCharsets.ISO_8859_1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DotEnv.read(file()))
                .withMessage(file() + " cannot be read: save it as UTF-8.");

        Files.delete(file());
        Files.createDirectory(file());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DotEnv.read(file()))
                .withMessageStartingWith(file() + " cannot be read: make it a file that this user may read");
    }

    private Path file() {
        return directory.resolve(".env");
    }

    private Map<String, String> read(String content) throws IOException {
        Files.writeString(file(), content);
        return DotEnv.read(file());
    }
}
