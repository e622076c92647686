package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CliCheckTest {

    @TempDir
    private Path directory = Path.of("");

    private final Logger logger = (Logger) LoggerFactory.getLogger(CliCheck.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    @Test
    void anotherVersionThanTheTestedOneIsInformation() throws Exception {
        check("9.9.9 (Claude Code)", "{\"loggedIn\": true}");

        awaitEnd();
        assertThat(directory.resolve("asked-status")).exists();
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getFormattedMessage()).contains("9.9.9", "tested with " + CliCheck.TESTED);
        });
    }

    @Test
    void aCliThatIsNotLoggedInIsToldWithTheFix() throws Exception {
        var program = check("2.1.330 (Claude Code)", "{\"loggedIn\": false,\n \"authMethod\": \"none\"}");

        Awaitility.await().until(() -> log.list.size() == 2);
        assertThat(log.list.getLast().getFormattedMessage())
                .contains("not logged in", "`" + program + "`", "/login", "ANTHROPIC_API_KEY");
    }

    @Test
    void whatACliWarnsOfBesidesHidesNothing() throws Exception {
        check("2.1.330 (Claude Code)", "{\"loggedIn\": false}");

        awaitEnd();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        version ->
                                assertThat(version).isEqualTo("Claude Code 2.1.330 (Claude Code), tested with 2.1.330"),
                        login -> assertThat(login).contains("not logged in"));
    }

    @Test
    void aCliThatDoesNotKnowTheQuestionIsNotTakenForLoggedOut() {
        assertThat(CliCheck.isLoggedOut("error: unknown command 'auth'")).isFalse();
        assertThat(CliCheck.isLoggedOut("")).isFalse();
        assertThat(CliCheck.isLoggedOut("{}")).isFalse();
    }

    @Test
    void aProgramIsLookedForInTheDirectoriesOfThePath() throws IOException {
        var path = directory + ":/nowhere:";
        assertThat(CliCheck.isInstalled("claude", path)).isFalse();

        var program = Files.createFile(directory.resolve("claude"));
        assertThat(CliCheck.isInstalled("claude", path)).as("cannot be run").isFalse();
        assertThat(CliCheck.isInstalled(program.toString(), path)).isFalse();

        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(CliCheck.isInstalled("claude", path)).isTrue();
        assertThat(CliCheck.isInstalled("claude", "/nowhere")).isFalse();
        assertThat(CliCheck.isInstalled(program.toString(), "")).isTrue();
        assertThat(CliCheck.isInstalled(directory + "/other", path)).isFalse();
    }

    @Test
    void aDirectoryIsNoProgram() throws IOException {
        Files.createDirectory(directory.resolve("claude"));

        assertThat(CliCheck.isInstalled("claude", directory.toString())).isFalse();
    }

    @Test
    void aBotThatStopsLeavesNoCliRunning() throws Exception {
        var program = directory.resolve("claude");
        Files.writeString(program, "#!/bin/sh\necho $$ > pid.new; mv pid.new pid; exec sleep 60\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        var check = new CliCheck(program.toString(), Map.of("PATH", "/usr/bin:/bin"), directory);
        check.start();
        var pid = directory.resolve("pid");
        Awaitility.await().until(() -> Files.exists(pid));
        var process = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));

        check.close();

        Awaitility.await().until(() -> process.filter(ProcessHandle::isAlive).isEmpty());
        awaitEnd();
        Files.delete(pid);
        check.start();
        awaitEnd();
        assertThat(pid).as("once closed it starts nothing").doesNotExist();
        assertThat(log.list).isEmpty();
    }

    @Test
    void aCliThatIsMissingIsToldWithTheFix() {
        new CliCheck(directory.resolve("none").toString(), Map.of(), directory).start();

        Awaitility.await().until(() -> log.list.size() == 1);
        assertThat(log.list.getFirst().getFormattedMessage()).contains("cannot be run", "npm install");
    }

    private static void awaitEnd() {
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(each -> each.getName().equals("claude-check")));
    }

    private Path check(String version, String status) throws IOException {
        var program = directory.resolve("claude");
        Files.writeString(program, """
                #!/bin/sh
                echo '(node:1) Warning: this Node.js is old' >&2
                case "$*" in
                  --version) echo '%s' ;;
                  "auth status") echo '%s'; touch asked-status; exit 1 ;;
                esac
                """.formatted(version, status));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        new CliCheck(program.toString(), Map.of("PATH", "/usr/bin:/bin"), directory).start();
        return program;
    }
}
