package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchFilesTest {

    private final LaunchFiles files = new LaunchFiles();

    @TempDir
    Path parent;

    @Test
    void aFileIsWholeAndForThisUserOnly() throws IOException {
        var file = files.write("x".repeat(1_000_000));

        assertThat(file).hasSize(1_000_000);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(Objects.requireNonNull(file.getParent()))).isEqualTo("rwx------");
        assertThat(LaunchFiles.isOne(file.toString())).isTrue();

        files.delete();
        assertThat(file).doesNotExist();
        files.delete();
    }

    @Test
    void whatAKilledJvmHasLeftIsRemovedAndWhatALivingOneHasIsNot() throws Exception {
        var killed = leftover("switchboard-launch-1-killed");
        var living = leftover("switchboard-launch-1-living");
        var foreign = Files.createDirectory(parent.resolve("switchboard-launch-1-open")); // others may look into it
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwxr-xr-x"));
        var holder = hold(living.resolve("lock"));
        try {
            var own = LaunchFiles.directory(parent);

            assertThat(killed).doesNotExist();
            assertThat(living.resolve("1.tmp")).exists();
            assertThat(foreign).exists();
            assertThat(LaunchFiles.directory(parent)).isEqualTo(own);
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void aDirectoryThatWasClearedAwayOrIsOpenToOthersIsMadeAgain() throws IOException {
        var first = LaunchFiles.directory(parent);
        Files.delete(first.resolve("lock"));
        Files.delete(first);

        var second = LaunchFiles.directory(parent);
        assertThat(second).isDirectory().isNotEqualTo(first);
        Files.setPosixFilePermissions(second, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(LaunchFiles.directory(parent)).isDirectory().isNotEqualTo(second);
    }

    private Path leftover(String name) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        var directory = Files.createDirectory(parent.resolve(name), mode);
        Files.createFile(directory.resolve("lock"));
        Files.writeString(directory.resolve("1.tmp"), "{}");
        return directory;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Process hold(Path lock) throws Exception {
        var classes =
                LaunchFilesTest.class.getProtectionDomain().getCodeSource().getLocation();
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(classes.toURI()).toString(),
                        Holder.class.getName(),
                        lock.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("held");
        return process;
    }

    /** Holds a lock in a process of its own until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                System.out.println(channel.tryLock() == null ? "taken" : "held");
                Thread.currentThread().join();
            }
        }
    }
}
