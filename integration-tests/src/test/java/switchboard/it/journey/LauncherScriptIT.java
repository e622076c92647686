package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.process.ProcessMark;

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
        environment = new HashMap<>(
                Map.of("PATH", settings.get("PATH"), "HOME", settings.get("HOME"), "SWITCHBOARD_START_CACHE", "off"));
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
    void theFirstBuildSaysHowFarItIsAndSeesNoSecret() throws Exception {
        Files.delete(launcher.resolveSibling("bot-telegram/target/built"));
        environment.putAll(settings);
        fakeMaven("""
                env > '%s'
                echo '[INFO] Building bot-core 0.1.0   [2/4]'
                echo 'Downloaded from somewhere: a.jar (1 kB)'
                echo '[INFO] Building bot-telegram 0.1.0  [4/4]'
                """.formatted(dir.resolve("maven-environment")));

        assertThat(ended(0, "--version"))
                .startsWith("Building Switchboard, once")
                .contains("bot-core, module 2 of 4, 0 files fetched", "bot-telegram, module 4 of 4, 1 files fetched")
                .contains("built in", "switchboard 0.1.0");
        assertThat(Files.readString(dir.resolve("maven-environment")))
                .doesNotContain(telegram.token())
                .doesNotContain(settings.get("ANTHROPIC_API_KEY"))
                .doesNotContain("SWITCHBOARD_");
    }

    @Test
    void aBuildKeepsWhatTheNextStartsNeedAndTheBotUsesIt() throws Exception {
        Files.delete(launcher.resolveSibling("bot-telegram/target/built"));
        environment.putAll(settings);
        environment.put("SWITCHBOARD_START_CACHE", "on");
        fakeMaven();

        assertThat(ended(0, "--version")).contains("so that the next ones start sooner");

        var target = launcher.resolveSibling("bot-telegram/target");
        assertThat(target.resolve("start.cache"))
                .as(Files.readString(target.resolve("training.log")))
                .isNotEmptyFile();
        var bot = launch();
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        assertThat(bot.info().arguments().orElseThrow()).anyMatch(each -> each.endsWith("/start.cache"));
        assertThat(log()).doesNotContainIgnoringCase("cache").doesNotContain("[warning]");
    }

    @Test
    void aBuildThatFailsSaysWhyAndIsTriedAgainNextTime() throws Exception {
        Files.delete(launcher.resolveSibling("bot-telegram/target/built"));
        fakeMaven("echo '[INFO] Scanning'; echo '[ERROR] Could not resolve dependencies'; exit 1");

        assertThat(ended(1, "--version"))
                .contains("[ERROR] Could not resolve dependencies", "the build failed", "build.log")
                .doesNotContain("Scanning");
        assertThat(ended(1, "--version")).startsWith("Building Switchboard");
    }

    @Test
    void keptRunningItComesBackAfterAFaultInsideAndStopsWhenTheLauncherIsToldTo() throws Exception {
        environment.putAll(settings);
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+EnableDynamicAgentLoading");
        var keeper = launch("--keep-running");
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        assertTokenIsNowhere(keeper, ProcessMark.carrying(mark()));

        for (var fault : List.of(JvmFault.OUT_OF_MEMORY, JvmFault.THREAD_DIES)) {
            var bot = bot(keeper);
            await().atMost(patience()).until(() -> fault.strike(bot.pid()) || !bot.isAlive());
            await().atMost(patience())
                    .until(() -> log().contains("(exit code " + fault.exitCode() + ") and is started again"));
            chat.says("after " + fault);
            chat.awaitMessage("You said: after " + fault);
            assertTokenIsNowhere(keeper, List.of(bot(keeper)));
        }

        keeper.destroy();
        assertThat(keeper.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keeper.exitValue()).as(log()).isZero();
        assertThat(ProcessMark.carrying(mark())).isEmpty();
        assertThat(log())
                .contains("1 of at most 5 times", "2 of at most 5 times", "Stopped")
                .doesNotContain(telegram.token());
    }

    @Test
    void aBotWhoseKeeperIsKilledStopsInOrder() throws Exception {
        environment.putAll(settings);
        var keeper = launch("--keep-running");
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        var bot = bot(keeper);

        keeper.destroyForcibly();

        await().atMost(patience()).until(() -> !bot.isAlive());
        assertThat(ProcessMark.carrying(mark())).isEmpty();
        assertThat(log()).contains("is gone", "Stopped");
    }

    @Test
    void whatDiesAgainAndAgainStaysDownAndWhatEndsOtherwiseIsNotStartedAgain() throws Exception {
        var java = directory("java/bin").resolve("java");
        var starts = dir.resolve("starts");
        environment.put("JAVA_HOME", dir.resolve("java").toString());
        script(java, """
                [ "$1" != -version ] || { echo 'openjdk version "21.0.1"' >&2; exit 0; }
                echo start >> '%s'; exit "$(cat '%s')"
                """.formatted(starts, dir.resolve("code")));

        Files.writeString(dir.resolve("code"), "70");
        assertThat(ended(70, "--keep-running")).contains("5 of at most 5 times", "it stays down");
        assertThat(Files.readAllLines(starts)).hasSize(6);
        Files.writeString(dir.resolve("code"), "1");
        assertThat(ended(1, "--keep-running")).isEmpty();
        assertThat(Files.readAllLines(starts)).hasSize(7);
    }

    @Test
    void theHeapFollowsTheTurnsAtOnceUnlessItIsSet() throws Exception {
        environment.put("JAVA_HOME", dir.resolve("java").toString());
        script(directory("java/bin").resolve("java"), """
                [ "$1" != -version ] || { echo 'openjdk version "21.0.1"' >&2; exit 0; }
                echo "$@"
                """);

        assertThat(ended(0)).contains("-Xmx256m");
        Files.writeString(
                project.resolve(".env"),
                "MAX_CONCURRENT_QUERIES=$(touch run)\n export MAX_CONCURRENT_QUERIES = '10' # many\n");
        assertThat(ended(0)).contains("-Xmx480m");
        assertThat(project.resolve("run")).doesNotExist();
        environment.put("MAX_CONCURRENT_QUERIES", "5");
        assertThat(ended(0)).contains("-Xmx320m");
        environment.put("SWITCHBOARD_HEAP", "700m");
        assertThat(ended(0)).contains("-Xmx700m");
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
        return fakeMaven("");
    }

    /** The same; {@code body} is what else it does. */
    private Path fakeMaven(String body) throws IOException {
        var bin = Files.createDirectories(dir.resolve("bin"));
        var calls = dir.resolve("maven-calls");
        script(bin.resolve("mvn"), "echo \"$*\" >> '" + calls + "'\n" + body);
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

    /** The bot that the launcher keeps running. */
    private static ProcessHandle bot(Process keeper) {
        return await().atMost(patience())
                .until(
                        () -> keeper.children()
                                .filter(ProcessHandle::isAlive)
                                .filter(LauncherScriptIT::isJava)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }

    private Process launch(String... arguments) throws IOException {
        var started = BotProcess.start(
                launcher, project, environment, dir.resolve("bot.log").toFile(), arguments);
        process = started;
        return started;
    }

    /** Runs it until it ends by itself with that code; returns what it printed. */
    private String ended(int code, String... arguments) throws Exception {
        var log = Files.createTempFile(dir, "run", ".log");
        var run = BotProcess.start(launcher, project, environment, log.toFile(), arguments);
        assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
        var said = Files.readString(log);
        assertThat(run.exitValue()).as(said).isEqualTo(code);
        return said;
    }

    private String log() throws IOException {
        return Files.readString(dir.resolve("bot.log"));
    }
}
