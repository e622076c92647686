package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FileFaultTest {

    private static final Path FILE = Path.of("/s/1.json");

    @Test
    void causesAreNamedInPlainWords() {
        var sentences = Map.of(
                new IOException("No space left on device"),
                "Cannot write /s/1.json: the disk is full.",
                new FileSystemException("/s/x.tmp", null, "No space left on device"),
                "Cannot write /s/1.json: the disk is full (/s/x.tmp).",
                new FileSystemException("/s/x.tmp", null, "Read-only file system"),
                "Cannot write /s/1.json: the file system is not writable (/s/x.tmp).",
                new AccessDeniedException("/s/x.tmp"),
                "Cannot write /s/1.json: /s/x.tmp is not writable or readable by this user.",
                new IOException("Input/output error"),
                "Cannot write /s/1.json: Input/output error.");
        sentences.forEach((fault, sentence) -> assertThat(FileFault.explain("write", FILE, fault))
                .hasMessage(sentence)
                .hasCause(fault));
    }
}
