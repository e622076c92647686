package switchboard.botapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final long MOST = 10;

    @TempDir
    Path temporary;

    private Path directory;
    private Uploads uploads;

    @BeforeEach
    void open() throws IOException {
        directory = temporary.resolve("uploads");
        uploads = new Uploads(PrivateDirectory.open(directory), Clock.fixed(NOW, ZoneOffset.UTC), MOST);
    }

    @Test
    void anUploadIsFoundByItsIdAndIsReadableByThisUserAlone() throws IOException {
        String id = kept("abc", Duration.ZERO);

        FileContent found = uploads.find(id, "a.txt", "text/plain");

        assertThat(found.text()).isEqualTo("abc");
        assertThat(found.name()).isEqualTo("a.txt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(id))))
                .isEqualTo("rw-------");
    }

    @Test
    void oneThatIsNotCompleteIsNotFoundAndGoesAtTheNextStart() throws IOException {
        Path part = uploads.begin();
        String id = String.valueOf(part.getFileName()).replace(".part", "");

        assertThat(refusal(id)).isEqualTo("“a” is no longer here. Add it again.");
        assertThat(refusal(String.valueOf(part.getFileName()))).isEqualTo("“a” is no longer here. Add it again.");
        open();
        assertThat(part).doesNotExist();
    }

    @Test
    void oneThatIsDroppedIsGone() {
        Path part = uploads.begin();

        uploads.drop(part);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatWasNotSentIsKeptForADay() throws IOException {
        String recent = kept("a", Duration.ofHours(23));
        kept("b", Duration.ofHours(25));
        Files.writeString(directory.resolve("not ours"), "c");

        open();

        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder(recent, "not ours");
        }
    }

    @Test
    void theOldestGoWhenAllTogetherAreTooLarge() throws IOException {
        String oldest = kept("1234", Duration.ofMinutes(3));
        String older = kept("1234", Duration.ofMinutes(2));

        String newest = kept("1234", Duration.ZERO);

        assertThat(directory.resolve(oldest)).doesNotExist();
        assertThat(directory.resolve(older)).exists();
        assertThat(directory.resolve(newest)).exists();
    }

    /** Keeps an upload of some age. */
    private String kept(String content, Duration age) throws IOException {
        Path part = uploads.begin();
        Files.write(part, content.getBytes(UTF_8));
        Files.setLastModifiedTime(part, FileTime.from(NOW.minus(age)));
        String id = uploads.finish(part);
        return id;
    }

    private String refusal(String id) {
        return catchThrowableOfType(ApiError.class, () -> uploads.find(id, "a", "text/plain"))
                .description();
    }
}
