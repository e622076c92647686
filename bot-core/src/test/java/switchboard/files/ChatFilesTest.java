package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.model.ChatId;
import switchboard.model.Content;

class ChatFilesTest {

    private final ChatFiles files = new ChatFiles(Path.of("/files"));

    @Test
    void aFileLiesInItsChatsDirectoryAlwaysInTheSamePlaceAndBesideOthersOfItsName() {
        var file = file("ref-1", "cat.png");

        assertThat(files.path(new ChatId(-1001, 7), file))
                .isEqualTo(files.path(new ChatId(-1001, 7), file))
                .hasParentRaw(Path.of("/files/-1001_7"));
        assertThat(files.path(ChatId.of(1), file)).isNotEqualTo(files.path(ChatId.of(1), file("ref-2", "cat.png")));
        assertThat(files.path(ChatId.of(1), file).getFileName().toString()).matches("[0-9a-f]{16}-cat\\.png");
    }

    @Test
    void photosOfWhichHalfAMarkIsEqualLieInDifferentPlaces() {
        assertThat(files.path(ChatId.of(1), file("ref-22905", "photo.jpg")))
                .isNotEqualTo(files.path(ChatId.of(1), file("ref-74627", "photo.jpg")));
    }

    @ParameterizedTest
    @CsvSource({
        "report 2.pdf, report 2.pdf",
        "../../etc/passwd, passwd",
        "C:\\temp\\a.txt, a.txt",
        ".bashrc, _bashrc",
        "a$(id)`id`.sh, a__id__id_.sh",
        "-rf, -rf",
        "'  ', photo",
        "'', photo",
        ", photo"
    })
    void aNameIsSafeAndTheOriginalWhereItIs(@Nullable String given, String name) {
        assertThat(ChatFiles.name(file("ref-1", given))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u202Egnp.exe",
                "a\u0000b",
                "a\nb",
                "a\u001b[2Jb",
                "a\uD800b",
                "a\u200fb",
                "a\u0085b",
                "a\u009bb",
                "a\u2028b",
                "a\u2029b"
            })
    void noNameHasACharacterThatDeceives(String given) {
        assertThat(ChatFiles.name(file("ref-1", given))).matches("[a-z0-9._\\[J]+");
    }

    @Test
    void aLongNameKeepsItsEnding() {
        var name = ChatFiles.name(file("ref-1", "ü".repeat(300) + ".tar.gz"));

        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(120);
        assertThat(name).startsWith("üüü").endsWith("ü.gz");
        assertThat(ChatFiles.name(file("ref-1", "🙂".repeat(300)))).endsWith("🙂");
    }

    private static Content.Attachment file(String ref, @Nullable String name) {
        return new Content.Attachment(ref, Content.Attachment.Kind.PHOTO, name, null, null);
    }
}
