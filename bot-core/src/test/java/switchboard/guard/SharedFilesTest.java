package switchboard.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.guard.SharedFiles.RefusedException;

class SharedFilesTest {

    private static final long MOST = 50_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private Path work = Path.of("");
    private Path home = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        dir = dir.toRealPath();
        home = Files.createDirectories(dir.resolve("home"));
        work = Files.createDirectories(home.resolve("work"));
    }

    @Test
    void aFileBelowADirectoryIsRead() throws Exception {
        assertThat(read(write("work/deep/er/plum.txt"))).isEqualTo("plum");
    }

    @Test
    void aLinkToAFileBelowIsFollowed() throws Exception {
        write("work/plum.txt");
        Files.createSymbolicLink(work.resolve("link"), Path.of("plum.txt"));
        Files.createSymbolicLink(home.resolve("other"), work);

        assertThat(read(work.resolve("link"))).isEqualTo("plum");
        assertThat(read(home.resolve("other/plum.txt"))).isEqualTo("plum");
    }

    @Test
    void nothingLeavesFromElsewhere() throws Exception {
        var outside = write("plum.txt");
        Files.createSymbolicLink(work.resolve("out"), outside);
        Files.createSymbolicLink(work.resolve("up"), home);
        write("workshop/plum.txt");

        for (var each : List.of(
                outside,
                work.resolve("../plum.txt"),
                work.resolve("out"),
                work.resolve("up/plum.txt"),
                home.resolve("workshop/plum.txt"),
                Path.of("/etc/shadow"),
                Path.of("/nowhere"))) {
            assertThatThrownBy(() -> read(each))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "`" + each + "` can't be sent: only files below `" + work + "` can. Copy it there first.");
        }
    }

    @Test
    void whatIsClosedStaysClosedAlsoBelowADirectory() throws Exception {
        var shared = new SharedFiles(List.of(home), MOST, closed(home.resolve("work/.env")));
        var key = write(".ssh/id_rsa");
        var env = write("work/.env");
        Files.createLink(work.resolve("hard"), env);
        Files.createSymbolicLink(work.resolve("soft"), key);

        for (var each : List.of(key, env, work.resolve("hard"), work.resolve("soft"), work.resolve("../.ssh/id_rsa"))) {
            assertThatThrownBy(() -> shared.read(each, content -> ""))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("`" + each + "` is closed and can't be sent.");
        }
    }

    @Test
    void onlyARegularFileWithContentLeaves() throws Exception {
        var pipe = work.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createFile(work.resolve("nothing"));

        refuses(work.resolve("none"), "There is no file `%s`.");
        refuses(
                Files.createDirectory(work.resolve("folder")),
                "`%s` is a directory. Put it into an archive and send that.");
        refuses(work, "`%s` is a directory. Put it into an archive and send that.");
        refuses(work.resolve("."), "`%s` is a directory. Put it into an archive and send that.");
        var everything = new SharedFiles(List.of(Path.of("/")), MOST, closed());
        assertThatThrownBy(() -> everything.read(Path.of("/"), content -> ""))
                .hasMessage("`/` is a directory. Put it into an archive and send that.");
        refuses(pipe, "`%s` is not a regular file.");
        refuses(work.resolve("nothing"), "`%s` is empty.");
        var devices = new SharedFiles(List.of(Path.of("/dev")), MOST, closed());
        assertThatThrownBy(() -> devices.read(Path.of("/dev/zero"), content -> ""))
                .hasMessage("`/dev/zero` is not a regular file.");
    }

    @Test
    void aFileThatIsTooLargeDoesNotLeave() throws Exception {
        var large = work.resolve("large");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(51_000_000);
        }

        refuses(large, "`%s` has 51 MB; at most 50 MB can be sent.");
    }

    /** Someone swaps a directory for a link all the time; what is read is then refused, or it is the checked file. */
    @Test
    void aDirectoryThatIsSwappedForALinkMeanwhileLeadsNowhere() throws Exception {
        write("work/real/plum.txt");
        var link = Files.createSymbolicLink(work.resolve("link"), secret().getParent());

        assertThat(readsWhileSwapped(work.resolve("real"), link, work.resolve("real/plum.txt"), List.of(work)))
                .containsOnly("plum");
    }

    @Test
    void aSharedDirectoryThatIsSwappedForALinkMeanwhileLeadsNowhere() throws Exception {
        write("work/plum.txt");
        var link = Files.createSymbolicLink(home.resolve("link"), secret().getParent());

        assertThat(readsWhileSwapped(work, link, work.resolve("plum.txt"), List.of(work)))
                .containsOnly("plum");
    }

    @Test
    void aFileThatIsSwappedForALinkToAClosedOneMeanwhileLeadsNowhere() throws Exception {
        write("work/plum.txt");
        var link = Files.createSymbolicLink(work.resolve("link"), secret());

        assertThat(readsWhileSwapped(work.resolve("plum.txt"), link, work.resolve("plum.txt"), List.of(home)))
                .containsOnly("plum");
    }

    @Test
    void aFileThatIsSwappedForAnotherNameOfAClosedOneMeanwhileLeadsNowhere() throws Exception {
        write("work/plum.txt");
        var link = Files.createLink(work.resolve("link"), secret());

        assertThat(readsWhileSwapped(work.resolve("plum.txt"), link, work.resolve("plum.txt"), List.of(home)))
                .containsOnly("plum");
    }

    /** A closed file. */
    private Path secret() throws IOException {
        Files.createDirectories(home.resolve("secret"));
        return Files.writeString(home.resolve("secret/plum.txt"), "secret");
    }

    /** All that is read of a file while its place and another are swapped for each other all the time. */
    private Set<String> readsWhileSwapped(Path place, Path other, Path file, List<Path> roots) throws Exception {
        var shared = new SharedFiles(roots, MOST, closed(home.resolve("secret")));
        var aside = home.resolve("aside");
        var ends = new AtomicBoolean();
        var swapper = Thread.ofPlatform().start(() -> {
            while (!ends.get()) {
                place.toFile().renameTo(aside.toFile());
                other.toFile().renameTo(place.toFile());
                place.toFile().renameTo(other.toFile());
                aside.toFile().renameTo(place.toFile());
            }
        });
        var read = new HashSet<String>();
        try {
            for (var times = 0; times < 500; times++) {
                try {
                    read.add(shared.read(file, content -> new String(content.readAllBytes(), StandardCharsets.UTF_8)));
                } catch (RefusedException swapped) {
                    assertThat(swapped).hasMessageContaining("plum.txt");
                }
            }
        } finally {
            ends.set(true);
            swapper.join();
        }
        return read;
    }

    private void refuses(Path path, String sentence) {
        assertThatThrownBy(() -> read(path))
                .isInstanceOf(RefusedException.class)
                .hasMessage(sentence.formatted(path));
    }

    private String read(Path path) throws RefusedException, IOException {
        return new SharedFiles(List.of(work), MOST, closed())
                .read(path, content -> new String(content.readAllBytes(), StandardCharsets.UTF_8));
    }

    private ClosedPaths closed(Path... more) {
        return ClosedPaths.of(List.of(more), Map.of("HOME", home.toString()));
    }

    private Path write(String name) throws IOException {
        var file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "plum");
    }
}
