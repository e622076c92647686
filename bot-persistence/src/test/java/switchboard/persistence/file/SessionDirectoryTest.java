package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionDirectoryTest {

    @TempDir
    Path temporary = Path.of("");

    @Test
    void aMissingDirectoryIsCreatedForItsOwnerAlone() throws IOException {
        var path = temporary.resolve("a/b/sessions");
        try (var opened = SessionDirectory.open(path)) {
            assertThat(opened.path()).isEqualTo(path.toRealPath());
            assertThat(StoreFixture.mode(path)).isEqualTo("rwx------");
            assertThat(StoreFixture.mode(path.resolve(".lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void itsIdentityIsPrivateStaysWithItAndIsNotThatOfAnotherAtThePath() throws IOException {
        var path = temporary.resolve("sessions");
        var identity = identity(path);
        assertThat(StoreFixture.mode(path.resolve("identity"))).isEqualTo("rw-------");
        assertThat(identity(path)).isEqualTo(identity);

        var moved = Files.move(path, temporary.resolve("moved"));
        assertThat(identity(moved)).isEqualTo(identity);
        assertThat(identity(path)).isNotEqualTo(identity);
    }

    @Test
    void aCopyHasAnIdentityOfItsOwn() throws IOException {
        var path = temporary.resolve("sessions");
        var identity = identity(path);
        var copy = privateDirectory();
        try (var files = Files.list(path)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }

        assertThat(identity(copy)).isNotEqualTo(identity);
        assertThat(identity(path)).isEqualTo(identity);
    }

    @Test
    void anIdentityThatCannotBeReadIsMadeAgain() throws IOException {
        var path = privateDirectory();
        Files.writeString(path.resolve("identity"), "");
        var identity = identity(path);
        assertThat(identity)
                .startsWith(Files.readString(path.resolve("identity")))
                .hasSizeGreaterThan(36);
        assertThat(identity(path)).isEqualTo(identity);
    }

    private static String identity(Path path) throws IOException {
        try (var opened = SessionDirectory.open(path)) {
            return opened.identity();
        }
    }

    @Test
    void aDirectoryOpenToOthersIsRefusedWithTheCommandThatMendsIt() throws IOException {
        for (var mode : List.of("rwxr-x---", "rwx-----x", "rwxrwxrwx")) {
            var path = Files.createDirectory(temporary.resolve(mode));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            assertRefused(
                    path, "Other users have access to the session directory " + path + "; run: chmod 700 " + path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            SessionDirectory.open(path).close();
        }
    }

    @Test
    void aSymbolicLinkIsRefused() throws IOException {
        var link = Files.createSymbolicLink(temporary.resolve("link"), privateDirectory());
        assertRefused(link, "is a symbolic link; set SESSION_DIR");
        var dangling = Files.createSymbolicLink(temporary.resolve("dangling"), temporary.resolve("nowhere"));
        assertRefused(dangling, "is a symbolic link");
    }

    @Test
    void aFileIsRefused() throws IOException {
        assertRefused(Files.createFile(temporary.resolve("file")), "is not a directory; move it away");
    }

    @Test
    void anotherUsersDirectoryIsRefused() throws IOException {
        var path = privateDirectory();
        try {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (IOException notAllowed) {
            abort("only root may give a directory away: " + notAllowed);
        }
        assertRefused(path, "belongs to nobody, not to the user of this bot");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamedWithTheCause() {
        assertRefused(Path.of("/proc/switchboard/sessions"), "Cannot open the session directory /proc/switchboard/");
    }

    @Test
    void theSecondOfOneProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
        var path = privateDirectory();
        try (var first = SessionDirectory.open(path)) {
            assertRefused(path, "Another bot uses " + first.path() + "; stop it, or set SESSION_DIR");
            assertThat(openElsewhere(path)).startsWith("Another bot uses " + first.path());
        }
        SessionDirectory.open(path).close();
        assertThat(openElsewhere(path)).isEqualTo("opened");
    }

    @Test
    void closingTwiceGivesUpOnlyOnesOwn() throws IOException {
        var path = privateDirectory();
        var first = SessionDirectory.open(path);
        first.close();
        try (var second = SessionDirectory.open(path)) {
            first.close();
            assertRefused(second.path(), "Another bot uses");
        }
    }

    private Path privateDirectory() throws IOException {
        return Files.createTempDirectory(temporary, "sessions");
    }

    private static void assertRefused(Path path, String sentence) {
        assertThatIOException()
                .isThrownBy(() -> SessionDirectory.open(path).close())
                .withMessageContaining(sentence);
    }

    /** What another process is told. */
    private static String openElsewhere(Path path) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenOnce.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            return String.valueOf(output.readLine());
        } finally {
            process.waitFor();
        }
    }

    /** Opens a directory in a process of its own and prints the outcome. */
    static final class OpenOnce {
        private OpenOnce() {}

        public static void main(String[] arguments) {
            try (var opened = SessionDirectory.open(Path.of(arguments[0]))) {
                System.out.println(opened.path().isAbsolute() ? "opened" : "relative");
            } catch (IOException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
