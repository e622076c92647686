package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFilesTest {

    @TempDir
    Path temporary = Path.of("");

    @Test
    void aWriteReturnsOnceItsContentAndThenItsNameAreSynced() throws IOException {
        var directory = Files.createDirectory(temporary.resolve("sessions"));
        var synced = syncedIn(directory, () -> PrivateFiles.write(directory.resolve("123.json"), new byte[] {1}));
        assertThat(synced).hasSize(2);
        assertThat(synced.getFirst().getFileName().toString())
                .startsWith("123.json.")
                .endsWith(".tmp");
        assertThat(synced.getLast()).isEqualTo(directory);
        assertThat(directory.resolve("123.json")).hasBinaryContent(new byte[] {1});
    }

    private interface Work {
        void run() throws IOException;
    }

    /** What is synced in a directory, or the directory itself, while the work runs: the JVM's own record, in the order done. */
    private List<Path> syncedIn(Path directory, Work work) throws IOException {
        var record = temporary.resolve("syncs.jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(record);
        }
        return RecordingFile.readAllEvents(record).stream()
                .sorted((one, other) -> one.getEndTime().compareTo(other.getEndTime()))
                .map(event -> Path.of(event.getString("path")))
                .filter(path -> path.startsWith(directory))
                .toList();
    }
}
