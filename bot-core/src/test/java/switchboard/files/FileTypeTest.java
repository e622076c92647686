package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTypeTest {

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a0000, PNG",
        "ffd8ffe000104a464946, JPEG",
        "474946383961, GIF",
        "474946383761, GIF",
        "524946462400000057454250, WEBP",
        "255044462d312e37, PDF",
        "504b030414, ZIP",
        "504b050600000000, ZIP",
        "1f8b0800, GZIP",
        "49492a00, OTHER",
        "4d4d002a, OTHER",
        "424d3600, OTHER",
        "524946462400000057415645, OTHER",
        "0000001866747970686569630000, OTHER",
        "ffd8, OTHER",
        "'', OTHER"
    })
    void aFileIsWhatItsFirstBytesSay(String hex, FileType type) {
        assertThat(FileType.of(HexFormat.of().parseHex(hex))).isEqualTo(type);
    }

    @Test
    void aTarIsKnownByItsHeader() {
        assertThat(type("name" + "\0".repeat(253) + "ustar\00000")).isEqualTo(FileType.TAR);
    }

    @ParameterizedTest
    @CsvSource({
        "<svg xmlns='http://www.w3.org/2000/svg'/>, SVG",
        "<?xml version='1.0'?><!-- drawn --> <svg>, SVG",
        "<!DOCTYPE svg PUBLIC 'x'> <svg >, SVG",
        "<html><svg></svg></html>, OTHER",
        "<svgx>, OTHER"
    })
    void aDrawingIsNoText(String text, FileType type) {
        assertThat(type(text)).isEqualTo(type);
    }

    private static FileType type(String bytes) {
        return FileType.of(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
