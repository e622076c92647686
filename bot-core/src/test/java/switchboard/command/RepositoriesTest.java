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
import switchboard.git.TestRepository;
import switchboard.guard.ClosedPaths;

/** Which repositories a chat may use. */
@SuppressWarnings("NullAway.Init") // set up by JUnit
class RepositoriesTest {

    private static final SlashCommand WHERE = new SlashCommand() {
        @Override
        public String name() {
            return "where";
        }

        @Override
        public String description() {
            return "names the repository";
        }

        @Override
        public Reaction run(Invocation call) {
            return Repositories.use(
                    call,
                    repository -> now -> Reaction.say(now, repository.top().toString()));
        }
    };

    @TempDir
    Path dir;

    private TestRepository repository;

    @BeforeEach
    void make() throws IOException {
        repository = TestRepository.make(dir.resolve("repo"), dir.resolve("home"));
        Files.createDirectory(repository.path().resolve("part"));
    }

    private String where(Path directory, Path allowed, Path... closed) {
        var directories = new Directories(
                directory, repository.home(), List.of(allowed), any -> ClosedPaths.of(List.of(closed), Map.of()));
        return new TestChat(TestChat.ID, directories, WHERE)
                .git(TestRepository.git(repository.home(), any -> false))
                .give("/where");
    }

    @Test
    void aRepositoryWithinTheAllowedPathsIsUsed() {
        assertThat(where(repository.path().resolve("part"), repository.path()))
                .isEqualTo(repository.path().toString());
    }

    @Test
    void aRepositoryThatReachesBeyondTheAllowedPathsIsNot() throws IOException {
        assertThat(where(repository.path().resolve("part"), repository.path().resolve("part")))
                .contains("is not allowed");

        var other = Files.createDirectory(dir.toRealPath().resolve("other"));
        Files.writeString(other.resolve(".git"), "gitdir: " + repository.path().resolve(".git") + "\n");
        assertThat(where(other, other)).as("a file that leads to it").contains("is not allowed");
    }

    @Test
    void aClosedRepositoryIsNot() {
        assertThat(where(repository.path(), repository.path(), repository.path().resolve(".git")))
                .contains("is closed to chats");
    }
}
