package switchboard.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealPathsTest {

    private final RealPaths paths = new RealPaths();
    private Path dir;

    @BeforeEach
    void begin(@TempDir Path given) throws IOException {
        dir = given.toRealPath();
    }

    @Test
    void linksAreFollowed() throws IOException {
        Files.createDirectories(dir.resolve("real/in"));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("real"));

        assertThat(paths.real(dir.resolve("link/in"))).isEqualTo(dir.resolve("real/in"));
        assertThat(paths.real(dir.resolve("link/missing/too"))).isEqualTo(dir.resolve("real/missing/too"));
        assertThat(paths.real(dir.resolve("link/missing/other"))).isEqualTo(dir.resolve("real/missing/other"));
        assertThat(paths.real(dir.resolve("link/in/../missing"))).isEqualTo(dir.resolve("real/missing"));
    }

    @Test
    void aLinkToNothingLeadsWhereItWouldBe() throws IOException {
        Files.createSymbolicLink(dir.resolve("first"), Path.of("second"));
        Files.createSymbolicLink(dir.resolve("second"), Path.of("not/here"));

        assertThat(paths.real(dir.resolve("first"))).isEqualTo(dir.resolve("not/here"));
        assertThat(paths.real(dir.resolve("first/below"))).isEqualTo(dir.resolve("not/here/below"));
        assertThat(paths.real(dir.resolve("not/here"))).isEqualTo(dir.resolve("not/here"));
    }

    @Test
    void linksInACircleEnd() throws IOException {
        Files.createSymbolicLink(dir.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(dir.resolve("two"), Path.of("one"));

        assertThat(paths.real(dir.resolve("one/below"))).startsWithRaw(dir);
    }

    @Test
    void theRootIsItself() {
        assertThat(paths.real(Path.of("/"))).isEqualTo(Path.of("/"));
        assertThat(paths.real(Path.of("/no such directory"))).isEqualTo(Path.of("/no such directory"));
    }
}
