package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.claude.ProcessMark;

/** What a newcomer does: {@code ./switchboard} in a directory with a {@code .env}. */
class LauncherScriptIT extends Journey {

    private Path launcher;
    private Path project;
    private Map<String, String> environment;
    private @Nullable Process process;

    @BeforeEach
    void install() throws Exception {
        launcher = BotProcess.install();
        project = directory("project");
        environment = new HashMap<>(Map.of("PATH", settings.get("PATH"), "HOME", settings.get("HOME")));
    }

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void startedInADirectoryWithADotEnvItAnswersAndASigtermEndsItInOrder() throws Exception {
        writeDotEnv();
        environment.put("JAVA_TOOL_OPTIONS", "-Dset.by=somebody");
        var bot = launch();
        var chat = chatWith(ada);

        chat.says("hello");

        chat.awaitMessage("You said: hello");
        assertThat(log()).contains("Picked up JAVA_TOOL_OPTIONS");
        var running = ProcessMark.carrying(mark());
        assertThat(running).as("the bot's claude").isNotEmpty();
        assertTokenIsNowhere(bot, running);
        bot.destroy();
        assertThat(bot.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bot.exitValue()).as(log()).isZero();
        assertThat(running).noneMatch(ProcessHandle::isAlive);
        assertThat(ProcessMark.carrying(mark())).isEmpty();
        assertThat(log())
                .contains("Stopped")
                .doesNotContain("Exception", "\tat ", "Building")
                .doesNotContain(telegram.token());
    }

    @Test
    void aTokenInTheEnvironmentGoesNoFurtherThanTheLauncher() throws Exception {
        environment.putAll(settings);
        var bot = launch();
        var chat = chatWith(ada);

        chat.says("hello");

        chat.awaitMessage("You said: hello");
        assertTokenIsNowhere(bot, ProcessMark.carrying(mark()));
        assertThat(log()).doesNotContain(telegram.token());
    }

    @Test
    void aWrongLineOfTheDotEnvIsNamedByItsNumber() throws Exception {
        writeDotEnv();
        Files.writeString(
                project.resolve(".env"), Files.readString(project.resolve(".env")) + "\nTELEGRAM_ALLOWED_USERS 111\n");

        assertThat(ended(1))
                .isEqualTo("switchboard: %s/.env, line %d cannot be read: write NAME=value, or begin the"
                                .formatted(
                                        project,
                                        Files.readAllLines(project.resolve(".env"))
                                                .size())
                        + " line with #.\n");
    }

    @Test
    void itBuildsOnFirstUseAndAfterAChangeOfTheSourcesAndNotElse() throws Exception {
        var maven = fakeMaven();
        assertThat(ended(0, "--version")).matches("switchboard \\d+\\.\\d+\\.\\d+\n");
        assertThat(maven).doesNotExist();

        Files.delete(launcher.resolveSibling("bot-telegram/target/built"));
        assertThat(ended(0, "--version")).startsWith("Building").contains("switchboard ");
        assertThat(ended(0, "--version")).startsWith("switchboard ");
        assertThat(Files.readAllLines(maven)).singleElement().asString().contains("package");

        var source = Files.createFile(launcher.resolveSibling("bot-telegram/src/main/Changed.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(ended(0, "--version")).startsWith("Building");
        assertThat(Files.readAllLines(maven)).hasSize(2);
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws Exception {
        var old = directory("old/bin");
        script(old.resolve("java"), "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2; exit 9");
        environment.put("JAVA_HOME", dir.resolve("old").toString());
        environment.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + environment.get("PATH"));

        assertThat(ended(0, "--version")).startsWith("switchboard ");
    }

    @Test
    void anUnknownWordIsRefusedWithTheWayToTheHelp() throws Exception {
        assertThat(ended(2, "--start")).isEqualTo("switchboard: unknown word --start; see switchboard --help\n");
        assertThat(ended(0, "--help")).contains("Usage: switchboard").contains(".env");
    }

    /** All settings of the journey, written as people write them. */
    private void writeDotEnv() throws IOException {
        var own = new HashMap<>(settings);
        own.keySet().removeAll(List.of("PATH", "HOME", "LANG", "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_ROOT"));
        var lines = own.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
        Files.writeString(project.resolve(".env"), """
                # my bot
                TELEGRAM_BOT_TOKEN='%s'
                export TELEGRAM_API_ROOT="%s"   # a server of my own
                %s
                """.formatted(telegram.token(), telegram.root(), lines));
    }

    /** On the PATH before the true one; returns the file in which it notes how it was called. */
    private Path fakeMaven() throws IOException {
        var bin = Files.createDirectories(dir.resolve("bin"));
        var calls = dir.resolve("maven-calls");
        script(bin.resolve("mvn"), "echo \"$*\" >> '" + calls + "'");
        environment.put("PATH", bin + ":" + environment.get("PATH"));
        return calls;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void assertTokenIsNowhere(Process bot, List<ProcessHandle> running) throws IOException {
        assertThat(environ(bot.pid())).doesNotContain(telegram.token());
        for (var child : running) {
            assertThat(environ(child.pid())).doesNotContain(telegram.token());
        }
        assertThat(ProcessHandle.allProcesses()
                        .map(each -> each.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains(telegram.token()));
    }

    private static String environ(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/environ"));
    }

    private Process launch() throws IOException {
        var started = BotProcess.start(
                launcher, project, environment, dir.resolve("bot.log").toFile());
        process = started;
        return started;
    }

    /** Runs it until it ends by itself with that code; returns what it printed. */
    private String ended(int code, String... arguments) throws Exception {
        var log = Files.createTempFile(dir, "run", ".log");
        var run = BotProcess.start(launcher, project, environment, log.toFile(), arguments);
        assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(log);
        assertThat(run.exitValue()).as(said).isEqualTo(code);
        return said;
    }

    private String log() throws IOException {
        return Files.readString(dir.resolve("bot.log"));
    }
}
