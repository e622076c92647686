package switchboard.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.files.FilesRoot;
import switchboard.files.FilesSettings;
import switchboard.files.OutgoingCopy;
import switchboard.files.OutgoingFiles;
import switchboard.git.Git;
import switchboard.guard.ClosedPaths;
import switchboard.guard.FilesWall;
import switchboard.guard.Verdict;
import switchboard.model.ChatId;
import switchboard.model.Secrets;
import switchboard.model.ShellRequest;
import switchboard.process.ProcessMark;

/** Against the shell of this machine. */
@Timeout(60)
class LocalShellTest {

    private static final ChatId CHAT = ChatId.of(42);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private final String mark = "test-" + UUID.randomUUID() + "/shell/";
    private Path work = Path.of("");
    private Path files = Path.of("");
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void prepare() throws IOException {
        dir = dir.toRealPath();
        work = Files.createDirectories(dir.resolve("home/work"));
        files = dir.resolve("files");
        FilesRoot.claim(files);
        Files.createDirectories(files.resolve("7"));
        Files.createDirectories(dir.resolve("home/.ssh"));
        Files.writeString(dir.resolve("home/.ssh/id_rsa"), "a private key");
        environment = new HashMap<>(Map.of(
                "HOME", dir.resolve("home").toString(), "PATH", System.getenv("PATH"), "API_KEY", "sk-very-secret"));
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(ProcessMark.carrying(mark)).isEmpty();
    }

    private LocalShell shell(Duration within) {
        var settings = new FilesSettings(files, 100_000_000, Duration.ofDays(7));
        return new LocalShell(
                new LocalShell.Setup(
                        chat -> ClosedPaths.of(List.of(), environment)
                                .behind(FilesWall.around(files, files.resolve(chat.toString()))),
                        environment,
                        Secrets.of(List.of("sk-very-secret", "-----BEGIN-----\nfirst-line\nsecond-line")),
                        mark,
                        OutgoingFiles.of(
                                Optional.of(settings),
                                List.of(work),
                                any -> ClosedPaths.of(List.of(), environment),
                                new Git(environment, any -> false, mark))),
                within);
    }

    private ShellRequest request(String command) {
        return new ShellRequest("k1", command, work, "m1", null);
    }

    private ShellResult.Ended run(String command) {
        return (ShellResult.Ended) shell(LocalShell.LONGEST).run(CHAT, request(command));
    }

    private String said(String command) {
        return ((ShellResult.InMessage) run(command).output()).text();
    }

    @Test
    void itRunsInTheDirectoryExactlyAsItIsWritten() {
        assertThat(said("pwd; echo \"$HOME\" 'a  b' | cat; x=1\necho \"x=$x\"; cat"))
                .isEqualTo(work + "\n" + dir.resolve("home") + " a  b\nx=1\n");
        assertThat(said("-x")).contains("-x: command not found");
        assertThat(run("exit 3").code()).isEqualTo(3);
        assertThat(run("kill -9 $$").code()).isEqualTo(137);
    }

    @Test
    void itIsASessionOfItsOwnWithTheMark() {
        assertThat(said("ps -o sid= -p $$ | tr -d ' '; echo $$").lines().distinct())
                .hasSize(1);
        assertThat(said("tr '\\0' '\\n' < /dev/null; env | grep ^SWITCHBOARD_MARK="))
                .startsWith("SWITCHBOARD_MARK=" + mark + "42/k1/");
    }

    @Test
    void secretsAndColoursAreStruckOut() {
        assertThat(said("env | grep KEY; printf '\\033[31msk-\\033[0mvery-secret\\n'"))
                .isEqualTo("API_KEY=[redacted]\n[redacted]\n");
    }

    @Test
    void aSecretOfSeveralLinesIsStruckOutLineByLine() {
        environment.put("PEM", "-----BEGIN-----\nfirst-line\nsecond-line");
        assertThat(said("echo \"$PEM\" | cat -n; echo \"$PEM\" | tail -1; declare -p PEM"))
                .contains("[redacted]")
                .doesNotContain("first-line", "second-line");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat ~/.ssh/id_rsa",
                "cd ..; cat .ssh/id_rsa",
                "cat link",
                "bash -c 'cat $HOME/.ssh/id_rsa'",
                "ls $FILES/7",
                "cat /proc/1/environ"
            })
    void whatNamesAClosedFileDoesNotRun(String command) throws IOException {
        Files.createSymbolicLink(work.resolve("link"), dir.resolve("home/.ssh/id_rsa"));
        var typed = command.replace("$FILES", files.toString());

        assertThat(shell(LocalShell.LONGEST).check(CHAT, request(typed)).kind()).isEqualTo(Verdict.Kind.DENY);
        assertThat(shell(LocalShell.LONGEST).run(CHAT, request(typed))).isInstanceOf(ShellResult.Changed.class);
    }

    @Test
    void whatWouldMeetAClosedFileOnItsWayRunsOnlyIfPeopleWereToldThat() throws IOException {
        var shell = shell(LocalShell.LONGEST);
        var command = new ShellRequest("k1", "grep -r private ..", work, null, null);
        var verdict = shell.check(CHAT, command);

        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ASK);
        assertThat(shell.run(CHAT, command)).isEqualTo(new ShellResult.Changed(verdict));
        assertThat(shell.run(CHAT, command.remarked("something else"))).isEqualTo(new ShellResult.Changed(verdict));
        assertThat(shell.run(CHAT, command.remarked(verdict.reason()))).isInstanceOf(ShellResult.Ended.class);
    }

    @Test
    void aFileThatIsClosedMeanwhileIsNotReached() throws IOException {
        var command = request("cat notes");
        Files.writeString(work.resolve("notes"), "notes");
        assertThat(shell(LocalShell.LONGEST).check(CHAT, command)).isEqualTo(Verdict.OPEN);
        Files.delete(work.resolve("notes"));
        Files.createSymbolicLink(work.resolve("notes"), dir.resolve("home/.ssh/id_rsa"));

        assertThat(shell(LocalShell.LONGEST).run(CHAT, command)).isInstanceOf(ShellResult.Changed.class);
    }

    @Test
    void longOutputIsKeptAsAFile() throws IOException {
        var run = run("for i in $(seq 2000); do echo line $i sk-very-secret; done");

        var whole = (ShellResult.AsFile) run.output();
        assertThat(whole.leftOut()).isZero();
        assertThat(whole.end()).hasSizeLessThanOrEqualTo(LocalShell.MOST_SHOWN).endsWith("line 2000 [redacted]\n");
        var file = (OutgoingCopy.Made) whole.file();
        assertThat(file.name()).isEqualTo("output.txt");
        assertThat(Files.readString(file.copy()))
                .startsWith("line 1 [redacted]\n")
                .endsWith("line 2000 [redacted]\n");
    }

    @Test
    void ofVeryLongOutputTheFileHasTheEndFromTheBeginningOfALineOn() throws IOException {
        var run = run("yes sk-very-secret | head -c 6000000; echo; echo end");

        var whole = (ShellResult.AsFile) run.output();
        assertThat(whole.leftOut()).isGreaterThan(900_000);
        var text = Files.readString(((OutgoingCopy.Made) whole.file()).copy());
        assertThat(text).startsWith("[redacted]\n").endsWith("end\n").doesNotContain("secret");
    }

    @Test
    void itsTimeIsBounded() {
        var run = (ShellResult.Ended) shell(Duration.ofMillis(200)).run(CHAT, request("echo begun; sleep 300"));

        assertThat(run.how()).isEqualTo(ShellResult.How.LATE);
        assertThat(run.output()).isEqualTo(new ShellResult.InMessage("begun\n"));
    }

    @Test
    void onlySoManyRunAtOnce() throws Exception {
        var shell = shell(LocalShell.LONGEST);
        var threads = new CopyOnWriteArrayList<Thread>();
        var runs = IntStream.range(0, LocalShell.AT_ONCE)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            threads.add(Thread.currentThread());
                            return shell.run(ChatId.of(i + 1), request("touch up" + i + "; sleep 300"));
                        },
                        task -> Thread.ofPlatform().start(task)))
                .toList();
        await().until(() -> IntStream.range(0, LocalShell.AT_ONCE).allMatch(i -> Files.exists(work.resolve("up" + i))));

        assertThat(shell.run(CHAT, request("echo more"))).isEqualTo(new ShellResult.Busy(LocalShell.AT_ONCE));
        threads.forEach(Thread::interrupt);
        for (var run : runs) {
            assertThat(((ShellResult.Ended) run.get()).how()).isEqualTo(ShellResult.How.STOPPED);
        }
        assertThat(shell.run(CHAT, request("echo more"))).isInstanceOf(ShellResult.Ended.class);
    }

    @Test
    void aDirectoryThatIsGoneIsTold() throws IOException {
        Files.delete(work);

        assertThat(shell(LocalShell.LONGEST).run(CHAT, request("ls")))
                .isEqualTo(new ShellResult.Refused(
                        "The folder `" + work + "` is gone. Make it again, or use /cd to pick another one."));
    }

    @Test
    void whatAKillHasLeftIsFoundByTheCommandsMark() throws Exception {
        var left = new ProcessBuilder("/bin/sh", "-c", "echo up; exec sleep 300");
        left.environment().put(ProcessMark.VARIABLE, mark + "42/k1/x");
        var other = new ProcessBuilder("/bin/sh", "-c", "echo up; exec sleep 300");
        other.environment().put(ProcessMark.VARIABLE, mark + "42/k2/x");
        var ended = left.start();
        var stays = other.start();
        try {
            ended.getInputStream().read();
            stays.getInputStream().read();
            shell(LocalShell.LONGEST).endLeftovers(CHAT, request("sleep 300"));

            assertThat(ended.isAlive()).isFalse();
            assertThat(stays.isAlive()).isTrue();
        } finally {
            ended.destroyForcibly();
            stays.destroyForcibly().waitFor();
        }
    }
}
