package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesRootTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void itIsMadeForItsOwnerAloneAndTakenAgain() throws IOException {
        var root = directory.resolve("share/switchboard/files");
        FilesRoot.claim(root);
        assertThat(permissions(root)).isEqualTo("rwx------");
        Files.createDirectory(root.resolve("7"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));

        FilesRoot.claim(root);
        assertThat(permissions(root)).isEqualTo("rwx------");
    }

    @Test
    void aDirectoryWithOtherThingsInItIsRefusedBecauseOldFilesInItWouldBeDeleted() throws IOException {
        Files.createDirectory(directory.resolve("2024"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilesRoot.claim(directory))
                .withMessage("FILES_DIR is " + directory + ", and there are other files in it."
                        + " Name a directory of its own, because old files in it are deleted.");
    }

    @Test
    void whatCannotBeUsedIsToldWithTheFix() throws IOException {
        var file = Files.createFile(directory.resolve("file"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilesRoot.claim(file))
                .withMessage("FILES_DIR is " + file
                        + ", which is not a directory that this user can write to. Name another.");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
