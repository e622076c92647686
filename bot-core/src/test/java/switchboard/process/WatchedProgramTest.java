package switchboard.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against real programs. */
@Timeout(60)
class WatchedProgramTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private final String mark = "test-" + UUID.randomUUID() + "/";

    @AfterEach
    void nothingIsLeft() {
        assertThat(ProcessMark.carrying(mark)).isEmpty();
    }

    private ProgramRun.Watched run(String script, int most, Duration within) throws IOException {
        return ProgramRun.watched(
                new ProgramRun.Call(
                        List.of("/bin/sh", "-c", script),
                        dir,
                        Map.of(
                                "PATH",
                                System.getenv("PATH"),
                                "LEFT",
                                dir.resolve("left").toString()),
                        mark),
                most,
                within);
    }

    @Test
    void outputAndErrorsAreOneTextInOrder() throws IOException {
        var run = run("echo one; echo two >&2; cat; echo three; exit 7", 1_000, LONG);

        assertThat(run).isEqualTo(new ProgramRun.Watched(ProgramRun.End.EXITED, 7, "one\ntwo\nthree\n", 0));
    }

    @Test
    void ofLongOutputTheEndIsKeptAndTheProgramRunsToItsEnd() throws IOException {
        var run = run("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; exit 3", 1_000, LONG);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.output()).hasSize(1_000).endsWith("line 19999\n");
        assertThat(run.leftOut()).isGreaterThan(200_000);
    }

    @Test
    void afterItsTimeItEndsAndWhatItPrintedStays() throws IOException {
        var run = run(
                "trap 'echo bye; exit 0' TERM; echo begun; while :; do sleep 0.1; done", 1_000, Duration.ofMillis(300));

        assertThat(run.end()).isEqualTo(ProgramRun.End.LATE);
        assertThat(run.output())
                .as("it may say something at its end")
                .startsWith("begun\n")
                .endsWith("bye\n");
    }

    @Test
    void aStopEndsAllThatItHasStartedAlsoWhatDoesNotHeedASignal() throws Exception {
        var thread = new CompletableFuture<Thread>();
        var run = CompletableFuture.supplyAsync(() -> {
            thread.complete(Thread.currentThread());
            try {
                return run(
                        "(trap '' TERM; echo up > \"$LEFT\"; exec sleep 300) & trap '' TERM; echo half; wait",
                        1_000,
                        LONG);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
        await().until(() -> Files.exists(dir.resolve("left")) && Files.size(dir.resolve("left")) > 0);
        thread.get().interrupt();

        var stopped = run.get(30, TimeUnit.SECONDS);
        assertThat(stopped.end()).isEqualTo(ProgramRun.End.STOPPED);
        assertThat(stopped.output()).isEqualTo("half\n");
    }

    @Test
    void whatItLeavesInTheBackgroundEndsWithIt() throws IOException {
        var run = run("sleep 300 & setsid sleep 300 & echo done", 1_000, LONG);

        assertThat(run).isEqualTo(new ProgramRun.Watched(ProgramRun.End.EXITED, 0, "done\n", 0));
    }

    @Test
    void aProgramThatIsNotThereCannotRun() {
        assertThatThrownBy(() -> ProgramRun.watched(
                        new ProgramRun.Call(List.of("/bin/sh"), dir.resolve("gone"), Map.of(), mark), 1_000, LONG))
                .isInstanceOf(IOException.class);
    }
}
