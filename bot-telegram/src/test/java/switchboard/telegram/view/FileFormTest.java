package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.telegram.api.FileUpload.Medium;

class FileFormTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "40, 30, png, PHOTO",
        "40, 30, jpg, PHOTO",
        "40, 30, gif, ANIMATION",
        "9000, 1000, png, PHOTO",
        "9001, 1000, png, DOCUMENT",
        "200, 10, png, PHOTO",
        "201, 10, png, DOCUMENT",
        "10, 201, png, DOCUMENT"
    })
    void aPictureIsAPhotoWithinTelegramsBounds(int width, int height, String format, Medium form) throws IOException {
        var file = dir.resolve("x.bin");
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), format, file.toFile());

        assertThat(form(file)).isEqualTo(form);
    }

    @Test
    void aPictureOfMoreThanTenMegabytesIsADocument() throws IOException {
        var file = dir.resolve("x.png");
        ImageIO.write(new BufferedImage(10, 10, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());

        assertThat(FileForm.of(file, 10_000_000)).isEqualTo(Medium.PHOTO);
        assertThat(FileForm.of(file, 10_000_001)).isEqualTo(Medium.DOCUMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "'\0\0\0\u0018ftypisom', VIDEO",
        "'\0\0\0\u0018ftypM4A ', AUDIO",
        "'\0\0\0\u0018ftypheic', DOCUMENT",
        "'ID3', AUDIO",
        "'%PDF-1.7', DOCUMENT",
        "'<svg xmlns=\"x\">', DOCUMENT",
        "'plain text', DOCUMENT",
        "'\u0089PNG\r\n\u001a\nbroken', DOCUMENT"
    })
    void theBytesDecideAndNotTheName(String begins, Medium form) throws IOException {
        var file = Files.write(dir.resolve("a.txt"), begins.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(form(file)).isEqualTo(form);
    }

    @Test
    void aFileThatIsGoneOrALinkIsNotLookedAt() throws IOException {
        var picture = dir.resolve("x.png");
        ImageIO.write(new BufferedImage(10, 10, BufferedImage.TYPE_BYTE_GRAY), "png", picture.toFile());
        var link = Files.createSymbolicLink(dir.resolve("link.png"), picture);

        assertThat(FileForm.of(dir.resolve("none"), 5)).isEqualTo(Medium.DOCUMENT);
        assertThat(FileForm.of(link, 5)).isEqualTo(Medium.DOCUMENT);
    }

    private static Medium form(Path file) throws IOException {
        return FileForm.of(file, Files.size(file));
    }
}
