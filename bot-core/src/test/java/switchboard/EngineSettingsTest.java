package switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.claude.ClaudeSettings;
import switchboard.files.FilesSettings;
import switchboard.files.OfferedFiles;
import switchboard.model.DayLimit;
import switchboard.model.PermissionMode;
import switchboard.model.Secrets;
import switchboard.voice.TranscriptionSettings;

class EngineSettingsTest {

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path home;

    @BeforeEach
    void resolveLinks() throws IOException {
        home = home.toRealPath();
    }

    @Test
    void withoutASettingChatsBeginInTheHomeAndStayThere() {
        var settings = read(Map.of());

        assertThat(settings.workingDirectory()).isEqualTo(home);
        assertThat(settings.allowedPaths()).containsExactly(home);
    }

    @Test
    void theDefaultsAreTheOnesThatTheConfigurationDocuments() {
        var settings = EngineSettings.from(
                ConfigFactory.parseResources("reference.conf").resolve(), Map.of(), List.of());

        assertThat(settings.maxQueryQueueSize()).isEqualTo(100);
        assertThat(settings.idleSessionCleanup()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void everySettingReachesItsPlace() {
        var settings = read(Map.ofEntries(
                Map.entry("allowed-paths", "~"),
                Map.entry("max-concurrent-queries", "2"),
                Map.entry("max-query-queue-size", "7"),
                Map.entry("max-live-processes", "5"),
                Map.entry("spare-processes", "2"),
                Map.entry("query-timeout", "60000"),
                Map.entry("claude.path", "/opt/claude"),
                Map.entry("claude.permission-mode", "plan"),
                Map.entry("claude.model", "opus"),
                Map.entry("claude.extra-args", "--a=1 --b \"2 3\""),
                Map.entry("claude.idle-process", "5m")));

        assertThat(settings.maxConcurrentQueries()).isEqualTo(2);
        assertThat(settings.maxQueryQueueSize()).isEqualTo(7);
        assertThat(settings.maxLiveProcesses()).isEqualTo(5);
        assertThat(settings.spareProcesses()).isEqualTo(2);
        assertThat(settings.queryTimeout()).isEqualTo(Duration.ofMinutes(1));
        var claude = settings.claude();
        assertThat(claude.program()).isEqualTo("/opt/claude");
        assertThat(claude.mode()).isEqualTo(PermissionMode.PLAN);
        assertThat(claude.model()).isEqualTo("opus");
        assertThat(claude.extraArguments()).containsExactly("--a=1", "--b", "2 3");
        assertThat(claude.idle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(claude.answer()).isEqualTo(Duration.ofSeconds(30));
        assertThat(read(Map.of("claude.answer-timeout", "45000")).claude().answer())
                .isEqualTo(Duration.ofSeconds(45));
        assertThat(claude.denied()).containsExactly(home.resolve(".env"));
        assertThat(claude.store()).isEmpty();
        assertThat(claude.mayBypass()).isFalse();
    }

    @Test
    void asManyProcessesStayAliveAsMayRunAtOnce() {
        assertThat(read(Map.of("max-live-processes", "1", "max-concurrent-queries", "4"))
                        .maxLiveProcesses())
                .isEqualTo(4);
        assertThat(read(Map.of("max-live-processes", "0")).maxLiveProcesses()).isZero();
    }

    @Test
    void whatIsWrongIsSaidByTheNamePeopleKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("max-concurrent-queries", "0")))
                .withMessageStartingWith("MAX_CONCURRENT_QUERIES");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("working-directory", "/no/such/place")))
                .withMessageStartingWith("CLAUDE_WORKING_DIR is /no/such/place");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("claude.answer-timeout", "0")))
                .withMessageStartingWith("CLAUDE_ANSWER_TIMEOUT_MS must be a number of milliseconds above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("claude.extra-args", "--append-system-prompt \"Be brief")))
                .withMessage("CLAUDE_EXTRA_ARGS has a quote (\") that is never closed: add the second one.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("claude.extra-args", "--permission-mode=plan")))
                .withMessage("CLAUDE_EXTRA_ARGS: leave out `--permission-mode`: set CLAUDE_PERMISSION_MODE instead.");
    }

    @Test
    void chatsMustBeAllowedToWorkWhereTheyBegin() throws IOException {
        var elsewhere = Files.createDirectory(home.resolve("elsewhere"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("allowed-paths", elsewhere.toString())))
                .withMessageStartingWith("CLAUDE_WORKING_DIR is " + home + ", which is not in ALLOWED_PATHS");
    }

    @Test
    void whatIsAllowedMustBeADirectory() throws IOException {
        var file = Files.createFile(home.resolve("file"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("allowed-paths", file.toString())))
                .withMessageStartingWith("ALLOWED_PATHS names " + file + ", which is not a directory");
    }

    @Test
    void aBuilderIsHeldToTheSameBounds() {
        var settings = read(Map.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineSettings(
                        home,
                        List.of(home),
                        settings.claude(),
                        0,
                        1,
                        1,
                        1,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Optional.empty(),
                        TranscriptionSettings.STANDARD,
                        Optional.empty(),
                        true,
                        ""));
    }

    @Test
    void aTimeThatNoTimerCanWaitForIsRefusedFromABuilderToo() {
        var settings = read(Map.of());

        assertThatIllegalArgumentException().isThrownBy(() -> settings.withQueryTimeout(Duration.ofDays(101)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withClaude(settings.claude().withIdle(Duration.ofDays(101))));
    }

    @Test
    void everySettingCanBeChanged() {
        var settings = read(Map.of());
        var claude = settings.claude()
                .withProgram("/opt/claude")
                .withExtraArguments(List.of("--a"))
                .withMode(PermissionMode.PLAN)
                .withModel("opus")
                .withTrusted(List.of(home))
                .withDenied(List.of())
                .withEnvironment(Map.of("PATH", "/bin"))
                .withStore("mine")
                .withIdle(Duration.ofMinutes(1))
                .withAnswer(Duration.ofMinutes(2));
        var below = home.resolve("below");
        var files = Optional.of(new FilesSettings(below, 1, Duration.ofSeconds(1)));
        var heard = new TranscriptionSettings(List.of("hear"), Duration.ofMinutes(6), Optional.empty());

        assertThat(claude)
                .isEqualTo(new ClaudeSettings(
                                "/opt/claude",
                                List.of("--a"),
                                PermissionMode.PLAN,
                                "opus",
                                List.of(home),
                                List.of(),
                                Map.of("PATH", "/bin"),
                                Secrets.NONE,
                                "mine",
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(2))
                        .withFiles(settings.files().orElseThrow().places())
                        .withOffered(new OfferedFiles(settings.files().orElseThrow(), settings.allowedPaths())));
        assertThat(settings.withWorkingDirectory(below)
                        .withAllowedPaths(List.of(below))
                        .withClaude(claude)
                        .withMaxConcurrentQueries(5)
                        .withMaxQueryQueueSize(6)
                        .withMaxLiveProcesses(7)
                        .withSpareProcesses(2)
                        .withQueryTimeout(Duration.ofMinutes(3))
                        .withIdleSessionCleanup(Duration.ofMinutes(4))
                        .withFiles(files)
                        .withTranscription(heard)
                        .withMaxCostPerDay(Optional.of(new DayLimit(20)))
                        .withShellCommands(false)
                        .withPlugin("plugin"))
                .isEqualTo(new EngineSettings(
                        below,
                        List.of(below),
                        claude.withFiles(files.orElseThrow().places()),
                        5,
                        6,
                        7,
                        2,
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(4),
                        files,
                        heard,
                        Optional.of(new DayLimit(20)),
                        false,
                        "plugin"));
    }

    @Test
    void claudeIsGivenNothingOfTheHostsEnvironmentButWhatIsNamed() {
        var environment = Map.of("HOME", home.toString(), "PATH", "/usr/bin");

        var settings = EngineSettings.of(home, environment);

        assertThat(settings.claude().environment()).isEqualTo(environment);
        assertThat(settings.files())
                .as("no directory that nobody has asked for")
                .isEmpty();
        assertThat(settings.workingDirectory()).isEqualTo(home);
    }

    @Test
    void filesLieBesideTheUsersOtherDataUnlessSomethingIsSet() throws IOException {
        var mine = Files.createDirectory(home.resolve("mine"));

        assertThat(read(Map.of()).files())
                .contains(new FilesSettings(
                        home.resolve(".local/share/switchboard/files"), 1_000_000_000, Duration.ofDays(7)));
        assertThat(EngineSettings.from(
                                config(Map.of()),
                                Map.of("HOME", home.toString(), "XDG_DATA_HOME", mine.toString()),
                                List.of())
                        .files()
                        .orElseThrow()
                        .root())
                .isEqualTo(mine.resolve("switchboard/files"));
        assertThat(read(Map.of("files.dir", "~/elsewhere/files", "files.max-bytes", "500MB", "files.keep", "36h"))
                        .files())
                .contains(new FilesSettings(home.resolve("elsewhere/files"), 500_000_000, Duration.ofHours(36)));
    }

    @Test
    void whereFilesLieIsKnownByItsRealNameAlsoBeforeItIsThere() throws IOException {
        var real = Files.createDirectory(home.resolve("real"));
        Files.createSymbolicLink(home.resolve("link"), real);

        assertThat(read(Map.of("files.dir", "~/link/files"))
                        .files()
                        .orElseThrow()
                        .root())
                .isEqualTo(real.resolve("files"));
    }

    @Test
    void wrongSettingsOfFilesAreToldWithTheFix() {
        for (var wrong : List.of("much", "0", "-1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read(Map.of("files.max-bytes", wrong)))
                    .withMessage(
                            "FILES_MAX_BYTES must be a number of bytes above 0, such as 500MB, not \"" + wrong + "\".");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("files.keep", "0")))
                .withMessageStartingWith("FILES_KEEP must be a number of milliseconds above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new FilesSettings(home, 0, Duration.ofDays(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FilesSettings(Path.of("files"), 1, Duration.ofDays(1)));
    }

    @Test
    void filesDoNotLieWhereClaudeReachesNothing() throws IOException {
        Files.createDirectories(home.resolve(".ssh"));
        for (var closed : List.of("~/.env", "~/.env/files", "~/.ssh/files")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(read(Map.of("files.dir", closed))::claimFiles)
                    .withMessageStartingWith(
                            "FILES_DIR is " + closed.replace("~", home.toString()) + ", which is closed");
        }
        assertThat(home.resolve(".ssh/files")).doesNotExist();
    }

    @Test
    void filesDoNotLieAroundWhereChatsWork() throws IOException {
        var work = Files.createDirectories(home.resolve("all/work"));

        assertThatIllegalArgumentException()
                .isThrownBy(read(Map.of("files.dir", "~"))::claimFiles)
                .withMessage("FILES_DIR is " + home + ", but " + home
                        + " is in it, and chats could not use that any more." + " Name a directory of its own.");
        assertThatIllegalArgumentException()
                .isThrownBy(read(Map.of("files.dir", "~/all", "allowed-paths", "~/.," + work))::claimFiles)
                .withMessageContaining(work + " is in it");
        read(Map.of("files.dir", work + "/files")).claimFiles();
        assertThat(work.resolve("files")).isDirectory();
    }

    @Test
    void freeMemoryIsToldInBytes() {
        assertThat(FreeMemory.bytes()).isGreaterThan(16L << 20);
    }

    private EngineSettings read(Map<String, String> given) {
        return EngineSettings.from(config(given), Map.of("HOME", home.toString()), List.of(home.resolve(".env")));
    }

    private static Config config(Map<String, String> given) {
        var paths = new HashMap<String, String>();
        given.forEach((path, value) -> paths.put("switchboard." + path, value));
        return ConfigFactory.parseMap(paths).withFallback(ConfigFactory.defaultReference());
    }
}
