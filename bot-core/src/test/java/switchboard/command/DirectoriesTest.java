package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.command.Directories.Access;
import switchboard.guard.ClosedPaths;
import switchboard.guard.RecentLinks;
import switchboard.model.ChatId;

class DirectoriesTest {

    private static final ChatId CHAT = ChatId.of(7);

    private Path dir;
    private Directories directories;

    @BeforeEach
    void begin(@TempDir Path given) throws IOException {
        dir = given.toRealPath();
        Files.createDirectories(dir.resolve("allowed/project"));
        Files.createDirectories(dir.resolve("allowed/secret"));
        Files.createDirectories(dir.resolve("outside"));
        var closed = ClosedPaths.of(List.of(dir.resolve("allowed/secret")), Map.of("HOME", dir.toString()))
                .with(new RecentLinks(System::nanoTime));
        directories = new Directories(dir, dir, List.of(dir.resolve("allowed")), chat -> closed);
    }

    @Test
    void aDirectoryBelowAnAllowedOneIsOpen() {
        assertThat(access("allowed/project")).isEqualTo(Access.OPEN);
        assertThat(access("allowed/project/../project")).isEqualTo(Access.OPEN);
        assertThat(access("outside")).isEqualTo(Access.OUTSIDE);
        assertThat(access("allowed/secret")).isEqualTo(Access.CLOSED);
    }

    @Test
    void aLinkLeadsWhereItLeadsAtThatMoment() throws IOException {
        var link = dir.resolve("allowed/link");

        link("project");
        assertThat(directories.access(CHAT, link)).isEqualTo(Access.OPEN);
        link("../outside");
        assertThat(directories.access(CHAT, link)).isEqualTo(Access.OUTSIDE);
        link("secret");
        assertThat(directories.access(CHAT, link)).isEqualTo(Access.CLOSED);
    }

    @Test
    void theNameOfADirectoryThatIsGoneDecides() throws IOException {
        link("secret");

        assertThat(access("allowed/gone")).isEqualTo(Access.OPEN);
        assertThat(access("gone")).isEqualTo(Access.OUTSIDE);
        assertThat(access("allowed/secret/gone")).isEqualTo(Access.CLOSED);
        assertThat(access("allowed/link/gone")).isEqualTo(Access.CLOSED);
    }

    private void link(String target) throws IOException {
        var link = dir.resolve("allowed/link");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    private Access access(String name) {
        return directories.access(CHAT, dir.resolve(name));
    }
}
