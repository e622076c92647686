package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatesTest {

    @TempDir
    private Path directory;

    @Test
    void aFileIsTheSameIfOnlyItsTimeDiffers() throws IOException {
        var file = Files.writeString(directory.resolve("a b\nc"), "one");
        var before = FileStates.of(file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        assertThat(FileStates.of(file).isSameAs(before)).isTrue();
        assertThat(FileStates.of(file)).isNotEqualTo(before);
    }

    @Test
    void aFileWithAnotherContentOfTheSameLengthIsAnother() throws IOException {
        var file = Files.writeString(directory.resolve("a"), "one");
        var before = FileStates.of(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        assertThat(FileStates.of(file).isSameAs(before)).isFalse();
    }

    @Test
    void theTimeOfAFileDoesNotHideAnotherContent() throws IOException {
        var file = Files.writeString(directory.resolve("a"), "one");
        var before = FileStates.of(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(Objects.requireNonNull(before.modified())));

        assertThat(FileStates.of(file).modified()).isEqualTo(before.modified());
        assertThat(FileStates.of(file).isSameAs(before)).isFalse();
    }

    @Test
    void whatIsNoFileIsMissing() throws IOException {
        Files.writeString(directory.resolve("a"), "one");
        var link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a"));
        var found = FileStates.of(List.of(directory, link, directory.resolve("nothing"), directory.resolve("a/b")));

        assertThat(found).hasSize(4).allMatch(each -> each.isMissing());
        assertThat(found).extracting(each -> each.isBlocked()).containsExactly(true, true, false, false);
        assertThat(found.getFirst().isSameAs(FileStates.of(directory))).isTrue();
    }

    @Test
    void theContentOfALongFileIsNotRead() throws IOException {
        var file = directory.resolve("long");
        try (var channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(FileStates.LONGEST);
            channel.write(ByteBuffer.wrap(new byte[] {1}));
        }

        assertThat(FileStates.of(file).digest()).isEmpty();
        assertThat(FileStates.of(file).size()).isEqualTo(FileStates.LONGEST + 1);
        assertThat(FileStates.of(file).isSameAs(FileStates.of(file))).isTrue();
    }
}
