package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.claude.ClaudeFixture.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import switchboard.process.ProcessMark;

@Timeout(30)
class CliProcessTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path directory;

    private final String mark = "test-" + UUID.randomUUID() + "/42/";
    private final Heard heard = new Heard();

    /** What threads of this test's process died of. */
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

    private final Thread.@Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    @BeforeEach
    void hearOfDeadThreads() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (thread.getName().endsWith(mark)) {
                uncaught.add(failure);
            }
        });
    }

    @AfterEach
    void endWhatIsLeft() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        ProcessMark.sweep(mark, 0);
    }

    @Test
    void linesGoBothWays() throws Exception {
        var process = sh("while read -r line; do echo \"got $line\"; done");
        process.request(10);

        process.write("{\"a\":1}");
        process.write("ü😀");

        assertThat(heard.next()).isEqualTo("got {\"a\":1}");
        assertThat(heard.next()).isEqualTo("got ü😀");
        process.terminate();
        assertThat(heard.exit().code()).isEqualTo(143);
        process.write("nobody reads this");
    }

    @Test
    void aLineIsMadeWhileItIsWritten() throws Exception {
        var process = sh("head -n 2 | wc -lc");
        process.request(10);

        process.write(out -> {
            for (var piece = 0; piece < 1_000; piece++) {
                out.write("x".repeat(100_000));
            }
        });
        process.write("and then this");

        assertThat(heard.next()).isEqualToNormalizingWhitespace("2 " + (100_000_001 + "and then this\n".length()));
    }

    @Test
    void itsDirectoriesAreMadeForThisUserAlone() throws Exception {
        var chat = directory.resolve("files/42");
        var launch = new ClaudeProcess.Launch(
                List.of("/bin/sh", "-c", "ls -ld files/42/.tmp"),
                List.of(),
                ENVIRONMENT,
                List.of(chat, chat.resolve(".tmp")),
                directory,
                mark);
        CliProcess.start(launch, heard).request(10);

        assertThat(heard.next()).startsWith("drwx------");
        assertThat(Files.getPosixFilePermissions(chat)).hasSize(3);
        assertThat(heard.exit().code()).isZero();
    }

    @Test
    void withoutItsDirectoriesItDoesNotStart() throws Exception {
        var inTheWay = Files.writeString(directory.resolve("files"), "");
        CliProcess.start(
                new ClaudeProcess.Launch(
                        List.of("/bin/true"), List.of(), ENVIRONMENT, List.of(inTheWay.resolve("42")), directory, mark),
                heard);

        assertThat(heard.exit().notStarted()).isTrue();
        assertThat(heard.exit().stderr()).contains(inTheWay.resolve("42").toString(), "FILES_DIR");
    }

    @Test
    void aProcessThatWritesFasterThanItIsReadIsHeldUp() throws Exception {
        var process = sh("seq 100000");
        process.request(10);
        await().until(() -> heard.lines.size() == 10);
        process.request(1);
        await().until(() -> heard.lines.size() == 11);
        assertThat(ProcessMark.carrying(mark)).isNotEmpty();

        process.request(200_000);

        assertThat(heard.exit().code()).isZero();
        assertThat(heard.lines).hasSize(100_000).endsWith("100000");
    }

    @Test
    void aLongLineComesWhole() throws Exception {
        var process = sh("head -c 3000000 /dev/zero | tr '\\0' x; echo");
        process.request(200);

        assertThat(heard.next()).hasSize(3_000_000);
    }

    @Test
    void aHundredMegabytesInOneStringComeAsItsBeginning() throws Exception {
        var process = sh("printf '{\"a\":\"'; head -c 100000000 /dev/zero | tr '\\0' x; echo '\"}'");
        process.request(ClaudeProcess.MOST_COST);

        assertThat(heard.next())
                .hasSizeLessThan(2 * BoundedLines.LONGEST_STRING)
                .endsWith(BoundedLines.CUT + "\"}");
    }

    @Test
    void theExitIsToldAfterTheLastLineAndOnce() throws Exception {
        var process = sh("echo one; echo two; exit 5");
        process.request(1);
        assertThat(heard.next()).isEqualTo("one");
        assertThat(heard.exits).isEmpty();

        process.request(5);

        assertThat(heard.exit()).isEqualTo(new ClaudeProcess.Exit(5, ""));
        assertThat(heard.lines).containsExactly("one", "two");
        process.terminate();
        process.kill();
        await().until(() -> threads().isEmpty());
        assertThat(heard.exits).hasSize(1);
    }

    @Test
    void ofStderrTheLastSixtyFourKibibytesAreKept() throws Exception {
        sh("seq 20000 >&2; exit 3");

        var exit = heard.exit();

        assertThat(exit.code()).isEqualTo(3);
        assertThat(exit.stderr()).hasSize(64 * 1024).endsWith("19999\n20000\n");
    }

    @Test
    void aProgramThatIsMissingIsToldWithTheFix() throws Exception {
        start(directory, "/no/such/claude");

        var exit = heard.exit();

        assertThat(exit.notStarted()).isTrue();
        assertThat(exit.stderr()).contains("I can't start `/no/such/claude`", "CLAUDE_CLI_PATH");
    }

    @Test
    void aProgramThatMayNotBeRunIsToldWithTheFix() throws Exception {
        start(directory, Files.createFile(directory.resolve("claude")).toString());

        assertThat(heard.exit().stderr()).contains("I can't start");
    }

    @Test
    void aDirectoryThatIsGoneIsTold() throws Exception {
        start(directory.resolve("gone"), "/bin/sh", "-c", "echo never");

        var exit = heard.exit();

        assertThat(exit.notStarted()).isTrue();
        assertThat(exit.stderr()).contains(directory.resolve("gone") + " is gone", "/cd");
    }

    @Test
    void theEnvironmentIsExactlyWhatWasGivenAndTheMark() throws Exception {
        var process = start(directory, "/usr/bin/env");
        process.request(100);

        heard.exit();

        assertThat(heard.lines)
                .hasSize(2)
                .contains("PATH=/usr/local/bin:/usr/bin:/bin")
                .anyMatch(each -> each.startsWith(ProcessMark.VARIABLE + "=" + mark));
    }

    @Test
    void itIsNoPartOfTheHostsForegroundJob() throws Exception {
        var process = sh("ps -o pid=,sid= -p $$");
        process.request(1);

        assertThat(String.valueOf(heard.next()).strip()).matches("(\\d+) +\\1");
    }

    @Test
    void itRunsInTheDirectoryOfTheSession() throws Exception {
        var process = start(directory.toRealPath(), "/bin/pwd");
        process.request(1);

        assertThat(heard.next()).isEqualTo(directory.toRealPath().toString());
    }

    @Test
    void killEndsTheWholeTreeWhateverSessionItsPartsAreIn() throws Exception {
        var process = sh("trap '' TERM; setsid sleep 300 & setsid sh -c 'setsid sleep 300 & wait' & sleep 300 & "
                + "echo ready; wait; wait; wait");
        process.request(1);
        assertThat(heard.next()).isEqualTo("ready");
        await().until(() -> ProcessMark.carrying(mark).size() >= 5);
        process.terminate();

        process.kill();

        assertThat(heard.exit().code()).isEqualTo(137);
        assertThat(ProcessMark.carrying(mark)).isEmpty();
    }

    @Test
    void aToolThatOutlivesTheProcessIsEndedWithIt() throws Exception {
        var process = sh("setsid sleep 300 & echo ready; exit 7");
        process.request(1);

        assertThat(heard.exit().code()).isEqualTo(7);
        assertThat(ProcessMark.carrying(mark)).isEmpty();
    }

    @Test
    void aKillNeedsNoCreditForTheLinesThatWait() throws Exception {
        var process = sh("trap '' TERM; seq 100000; sleep 300");
        process.request(1);
        heard.next();

        process.kill();

        assertThat(heard.exit().code()).isEqualTo(137);
        assertThat(heard.lines).hasSize(1);
    }

    @Test
    void aProcessThatIsTerminatedBeforeItIsUpEndsToo() throws Exception {
        var process = sh("sleep 300");

        process.terminate();

        assertThat(heard.exit().code()).isEqualTo(143);
    }

    @Test
    void whatAnEarlierProcessOfTheChatLeftEndsFirst() throws Exception {
        var earlier = sh("echo up; sleep 300");
        earlier.request(1);
        heard.next();
        var later = new Heard();

        CliProcess.start(launch(directory, "/bin/sh", "-c", "echo later"), later)
                .request(1);

        assertThat(later.next()).isEqualTo("later");
        assertThat(heard.exit().code()).isEqualTo(143);
    }

    @Test
    void theEndOfAProcessLeavesTheNextOneOfTheChatAlone() throws Exception {
        var earlier = sh("seq 100000; sleep 300");
        earlier.request(1);
        heard.next();
        var later = new Heard();

        CliProcess.start(launch(directory, "/bin/sh", "-c", "echo later; sleep 1; echo still"), later)
                .request(2);

        assertThat(later.next()).isEqualTo("later");
        assertThat(later.next()).isEqualTo("still");
        earlier.request(100_000);
        assertThat(heard.exit().code()).isEqualTo(143);
    }

    @Test
    void fileArgumentsArePassedByPathAndDeletedOnceTheProcessHasSettled() throws Exception {
        var process = withFile(
                "for each; do case $each in --settings=*) echo \"${each#*=}\"; cat \"${each#*=}\"; echo; esac; done; "
                        + "read -r line");
        process.request(10);
        var file = Path.of(String.valueOf(heard.next()));
        assertThat(heard.next()).isEqualTo("{\"a\":1}");
        assertThat(file).exists();

        process.settled();

        await().until(() -> !Files.exists(file));
        process.write("end");
        assertThat(heard.exit().code()).isZero();
    }

    @Test
    void fileArgumentsDoNotOutliveTheProcess() throws Exception {
        var process = withFile("for each; do echo \"${each#*=}\"; done; exit 3");
        process.request(10);

        assertThat(heard.exit().code()).isEqualTo(3);

        assertThat(Path.of(heard.lines.getLast())).doesNotExist();
    }

    @Test
    void aProgramThatIsMissingLeavesNoFile() throws Exception {
        var launch = new ClaudeProcess.Launch(
                List.of("/no/such/claude"),
                List.of(new ClaudeProcess.FileArgument("--settings", "{}")),
                ENVIRONMENT,
                List.of(),
                directory,
                mark);
        CliProcess.start(launch, heard);

        assertThat(heard.exit().notStarted()).isTrue();
        try (var files = Files.list(LaunchFiles.directory(Path.of(System.getProperty("java.io.tmpdir"))))) {
            assertThat(files.map(each -> each.getFileName().toString())).containsExactly("lock");
        }
    }

    private ClaudeProcess withFile(String script) {
        var launch = new ClaudeProcess.Launch(
                List.of("/bin/sh", "-c", script, "sh"),
                List.of(new ClaudeProcess.FileArgument("--settings", "{\"a\":1}")),
                ENVIRONMENT,
                List.of(),
                directory,
                mark);
        return CliProcess.start(launch, heard);
    }

    @Test
    void anErrorInTheReaderEndsTheProcessAndItsEndIsReportedOnce() throws Exception {
        var told = new Heard() {
            @Override
            public void line(String line) {
                throw new OutOfMemoryError("made by a test");
            }
        };
        CliProcess.start(launch(directory, "/bin/sh", "-c", "setsid sleep 300 & echo ready; sleep 300"), told)
                .request(1);

        assertThat(told.exit().code()).isEqualTo(137);
        assertThat(ProcessMark.carrying(mark)).isEmpty();
        await().dontCatchUncaughtExceptions().until(() -> threads().isEmpty());
        assertThat(told.exits).hasSize(1);
        assertThat(uncaught).singleElement().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anExceptionInTheReaderIsReportedAndGoesNoFurther() throws Exception {
        var told = new Heard() {
            @Override
            public void line(String line) {
                throw new IllegalStateException("made by a test");
            }
        };
        CliProcess.start(launch(directory, "/bin/sh", "-c", "echo a; sleep 300"), told)
                .request(1);

        assertThat(told.exit().code()).isEqualTo(137);
        await().dontCatchUncaughtExceptions().until(() -> threads().isEmpty());
        assertThat(told.exits).hasSize(1);
        assertThat(uncaught).isEmpty();
    }

    @Test
    void anErrorBeforeTheStartIsReportedToo() throws Exception {
        var environment = new AbstractMap<String, String>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                throw new StackOverflowError("made by a test");
            }
        };
        CliProcess.start(
                new ClaudeProcess.Launch(List.of("/bin/true"), List.of(), environment, List.of(), directory, mark),
                heard);

        assertThat(heard.exit().notStarted()).isTrue();
        await().dontCatchUncaughtExceptions().until(() -> threads().isEmpty());
        assertThat(heard.exits).hasSize(1);
        assertThat(uncaught).singleElement().isInstanceOf(StackOverflowError.class);
    }

    @Test
    void aLogDoesNotShowTheEnvironment() throws Exception {
        assertThat(sh("exit 0").toString()).isEqualTo("claude in " + directory);
        heard.exit();
    }

    private ClaudeProcess sh(String script) {
        return start(directory, "/bin/sh", "-c", script);
    }

    private ClaudeProcess start(Path where, String... command) {
        return CliProcess.start(launch(where, command), heard);
    }

    private ClaudeProcess.Launch launch(Path where, String... command) {
        return new ClaudeProcess.Launch(List.of(command), List.of(), ENVIRONMENT, List.of(), where, mark);
    }

    private List<String> threads() {
        var all = new Thread[Thread.activeCount() + 64];
        Thread.enumerate(all);
        return Arrays.stream(all)
                .filter(each -> each != null && each.getName().endsWith(mark))
                .map(Thread::getName)
                .toList();
    }

    private static class Heard implements ClaudeProcess.Listener {
        final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        final List<ClaudeProcess.Exit> exits = new CopyOnWriteArrayList<>();
        private final LinkedBlockingQueue<String> toRead = new LinkedBlockingQueue<>();
        private final CompletableFuture<ClaudeProcess.Exit> exit = new CompletableFuture<>();

        @Override
        public void line(String line) {
            lines.add(line);
            toRead.add(line);
        }

        @Override
        public void exited(ClaudeProcess.Exit how) {
            exits.add(how);
            exit.complete(how);
        }

        @Nullable
        String next() throws InterruptedException {
            return toRead.poll(60, TimeUnit.SECONDS);
        }

        ClaudeProcess.Exit exit() throws Exception {
            return exit.get(60, TimeUnit.SECONDS);
        }
    }
}
