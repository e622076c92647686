package switchboard.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import switchboard.git.TestRepository;
import switchboard.guard.ClosedPaths;
import switchboard.model.Activity;

/** A chat in a repository of the test's own. */
@SuppressWarnings("NullAway.Init") // set up by JUnit
abstract class GitCommandsFixture {

    static final Activity RUNNING = new Activity(Activity.Phase.RUNNING, Instant.EPOCH, "", 0);

    @TempDir
    Path dir;

    TestRepository repository;
    TestChat chat;

    @BeforeEach
    void make() throws IOException {
        dir = dir.toRealPath();
        repository = TestRepository.make(dir.resolve("repo"), dir.resolve("home"));
        chat = chatIn(repository.path());
    }

    TestChat chatIn(Path start, Path... closed) {
        var directories = new Directories(
                start, repository.home(), List.of(repository.path()), any -> ClosedPaths.of(List.of(closed), Map.of()));
        return new TestChat(TestChat.ID, directories).git(TestRepository.git(repository.home(), any -> true));
    }

    Path here() {
        return chat.state().session().directory();
    }

    Path worktree(String name) {
        return repository.path().resolve(".claude/worktrees").resolve(name);
    }

    TestRepository in(String worktree) {
        return repository.in(worktree(worktree));
    }

    String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    String text(String file) {
        return text(repository.path().resolve(file));
    }
}
