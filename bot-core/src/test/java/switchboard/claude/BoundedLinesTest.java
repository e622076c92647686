package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedLinesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void linesComeAsTheyAre() throws IOException {
        assertThat(lines("one\ntwo\r\n\n{\"a\":\"b\\\"c\"}\nlast"))
                .containsExactly("one", "two", "", "{\"a\":\"b\\\"c\"}", "last");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void aStringThatIsTooLongIsCutAndItsLineIsStillJson() throws IOException {
        var text = "x".repeat(3 * BoundedLines.LONGEST_STRING);
        var json = json(lines("{\"type\":\"assistant\",\"text\":\"" + text + "\",\"after\":[1,\"two\"]}\n")
                .getFirst());

        assertThat(json.path("text").asText())
                .hasSize(BoundedLines.LONGEST_STRING + BoundedLines.CUT.length())
                .endsWith(BoundedLines.CUT);
        assertThat(json.at("/after/1").asText()).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void noEscapeIsCutInTwo(int shift) throws IOException {
        var text = "x".repeat(BoundedLines.LONGEST_STRING - shift) + "\\u00e9\\\\\\\"\\n".repeat(20);

        assertThat(json(lines("{\"text\":\"" + text + "\",\"after\":1}").getFirst())
                        .path("after")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void whatFollowsALineThatIsTooLongIsWhole() throws IOException {
        var endless = "[" + "\"word\",".repeat(BoundedLines.LONGEST_LINE / 4);
        var lines = lines(endless + "\n{\"a\":1}\n");

        assertThat(lines.getFirst()).hasSize(BoundedLines.LONGEST_LINE);
        assertThat(lines.getLast()).isEqualTo("{\"a\":1}");
    }

    @Test
    void manyLongStringsInALineAreCutSoThatTheLineIsStillJson() throws IOException {
        var picture = "{\"type\":\"image\",\"data\":\"" + "x".repeat(BoundedLines.LONGEST_STRING - 1) + "\"},";
        var line = "{\"content\":[" + picture.repeat(10) + "\"end\"],\"uuid\":\"u\"}";

        var kept = lines(line).getFirst();

        assertThat(kept).hasSizeLessThan(BoundedLines.LONGEST_LINE);
        assertThat(json(kept).path("content")).hasSize(11);
        assertThat(json(kept).at("/content/0/data").asText()).hasSize(BoundedLines.LONGEST_STRING - 1);
        assertThat(json(kept).at("/content/9/data").asText())
                .hasSizeLessThan(2_000)
                .endsWith(BoundedLines.CUT);
        assertThat(json(kept).path("uuid").asText()).isEqualTo("u");
    }

    @Test
    void aHundredMegabytesInOneLineTakeLittleMemory() throws IOException {
        var lines = new BoundedLines(new Endless("{\"text\":\"", 100_000_000, "\"}\n"));

        assertThat(String.valueOf(lines.next())).hasSizeLessThan(BoundedLines.LONGEST_STRING + 100);
        assertThat(lines.next()).isNull();
    }

    private static List<String> lines(String text) throws IOException {
        var lines = new BoundedLines(new StringReader(text));
        var all = new ArrayList<String>();
        for (var line = lines.next(); line != null; line = lines.next()) {
            all.add(line);
        }
        return all;
    }

    private static JsonNode json(String line) throws IOException {
        return MAPPER.readTree(line);
    }

    /** A text with so many x in the middle, which nobody holds in memory. */
    private static final class Endless extends Reader {
        private final StringReader head;
        private final StringReader tail;
        private long left;

        Endless(String head, long middle, String tail) {
            this.head = new StringReader(head);
            this.tail = new StringReader(tail);
            this.left = middle;
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            var read = head.read(into, offset, length);
            if (read > 0) {
                return read;
            }
            if (left == 0) {
                return tail.read(into, offset, length);
            }
            var now = (int) Math.min(length, left);
            java.util.Arrays.fill(into, offset, offset + now, 'x');
            left -= now;
            return now;
        }

        @Override
        public void close() {}
    }
}
