package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.files.ChatFiles;
import switchboard.model.PermissionMode;
import switchboard.model.Rule;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.model.Settings;

class ClaudeCommandLineTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/ann", "PATH", "/usr/bin");

    private final Session fresh = ClaudeFixture.fresh();
    private final ClaudeCommandLine line = new ClaudeCommandLine(ClaudeFixture.settings(ENVIRONMENT));

    @Test
    void everyValueStandsInTheArgumentOfItsFlag() {
        var chosen = new Settings("opus", "high", PermissionMode.PLAN, List.of(new Rule("Bash", "git *")));

        var arguments = launch(line, chosen).command();

        assertThat(arguments).first().isEqualTo("claude");
        assertThat(arguments.subList(1, arguments.size()))
                .allSatisfy(each -> assertThat(each).startsWith("-"))
                .contains("-p", "--verbose", "--model=opus", "--effort=high", "--permission-mode=plan")
                .contains("--input-format=stream-json", "--output-format=stream-json", "--permission-prompt-tool=stdio")
                .contains("--replay-user-messages", "--include-partial-messages");
    }

    @Test
    void aSessionIsNamedUntilItIsUsedAndResumedEverAfter() {
        assertThat(launch(line, Settings.NONE).command())
                .contains("--session-id=" + fresh.id())
                .noneMatch(each -> each.startsWith("--resume"));
        assertThat(line.launch(ClaudeFixture.CHAT, fresh.usedAt(fresh.at()), Settings.NONE, Project.BARE, false)
                        .command())
                .contains("--resume=" + fresh.id())
                .noneMatch(each -> each.startsWith("--session-id"));
    }

    @Test
    void aCopyNamesWhatIsCopiedAndWhereItEnds() {
        var copy = fresh.fork(null, null, fresh.at());
        var upTo = new SessionEntry.Copy(fresh.id(), "last-line", copy.id());

        assertThat(launch(copy, SessionEntry.of(copy)))
                .contains("--resume=" + fresh.id(), "--fork-session", "--session-id=" + copy.id())
                .noneMatch(each -> each.startsWith("--resume-session-at"));
        assertThat(launch(copy, upTo)).contains("--fork-session", "--resume-session-at=last-line");
        assertThat(launch(copy, new SessionEntry.Resume(copy.id())))
                .contains("--resume=" + copy.id())
                .doesNotContain("--fork-session");
    }

    private List<String> launch(Session session, SessionEntry entry) {
        return line.launch(ClaudeFixture.CHAT, session, entry, Settings.NONE, Project.BARE, false)
                .command();
    }

    @Test
    void withoutAChoiceTheEnginesModeAndClaudesModelHold() {
        assertThat(launch(line, Settings.NONE).command())
                .contains("--permission-mode=default")
                .noneMatch(each -> each.startsWith("--model") || each.startsWith("--effort"));
    }

    @Test
    void theEnginesModelHoldsForAChatThatChoseNone() {
        var claude = new ClaudeSettings(
                "claude",
                List.of("--append-system-prompt=Be brief"),
                PermissionMode.DEFAULT,
                "sonnet",
                List.of(),
                List.of(),
                ENVIRONMENT,
                Secrets.NONE,
                "store",
                Duration.ofMinutes(1),
                Duration.ofSeconds(30));

        var launch = launch(new ClaudeCommandLine(claude), Settings.NONE);

        assertThat(launch.command()).contains("--model=sonnet");
        assertThat(launch.file("--append-system-prompt-file")).contains("Be brief");
    }

    @Test
    void otherSessionsCannotSpeakToThisOneNorItToThem() {
        assertThat(settings(launch(line, Settings.NONE))
                        .path("crossSessionInbound")
                        .asText())
                .isEqualTo("refuse");
        assertThat(launch(line, Settings.NONE).command())
                .filteredOn(each -> each.startsWith("--disallowedTools="))
                .singleElement()
                .asString()
                .contains("ListAgents", "SendMessage", "ScheduleWakeup");
    }

    @Test
    void aDirectoryThatIsNotTrustedBringsNoSettings() {
        var untrusted = launch(line, Settings.NONE);
        assertThat(untrusted.command()).contains("--setting-sources=user", "--strict-mcp-config");
        assertThat(settings(untrusted).path("disableAllHooks").asBoolean()).isTrue();

        var trusted = line.launch(ClaudeFixture.CHAT, fresh, Settings.NONE, Project.TRUSTED, false);
        assertThat(trusted.command())
                .noneMatch(each -> each.startsWith("--setting-sources") || each.equals("--strict-mcp-config"));
        assertThat(settings(trusted).path("disableAllHooks").asBoolean()).isFalse();
    }

    @Test
    void aProjectsNotesAreAppendedUnfrozenBelowTheOwnersOwnText(@TempDir Path directory) throws IOException {
        var own = Files.writeString(directory.resolve("own.txt"), "Be brief.");
        var claude = ClaudeFixture.settings(ENVIRONMENT)
                .withExtraArguments(List.of("--append-system-prompt-file", own.toString()));

        var launch = new ClaudeCommandLine(claude)
                .launch(ClaudeFixture.CHAT, fresh, Settings.NONE, new Project(false, "Notes.", false, ""), false);

        assertThat(launch.file("--append-system-prompt-file")).contains("Be brief.\n\nNotes.");
        assertThat(launch.command()).contains("--system-prompt-snapshot=off");
        assertThat(launch(line, Settings.NONE).command()).noneMatch(each -> each.contains("system-prompt"));
        assertThat(launch(line, Settings.NONE).file("--append-system-prompt-file"))
                .isEmpty();
    }

    @Test
    void theHostsFilesAreDeniedByAbsolutePathsWhetherTheyAreThereOrNot() {
        var host = Path.of("/srv/sessions");
        var denying = new ClaudeCommandLine(
                ClaudeFixture.settings(PermissionMode.DEFAULT, List.of(), List.of(host), ENVIRONMENT));

        var deny = settings(launch(denying, Settings.NONE)).at("/permissions/deny");

        assertThat(deny)
                .extracting(JsonNode::asText)
                .startsWith(
                        "Read(//srv/sessions)",
                        "Edit(//srv/sessions)",
                        "Read(//srv/sessions/**)",
                        "Edit(//srv/sessions/**)");
    }

    @Test
    void aPathThatNoRuleCanNameLiterallyIsDeniedByAPatternThatCoversIt() {
        var denying = new ClaudeCommandLine(ClaudeFixture.settings(
                PermissionMode.DEFAULT, List.of(), List.of(Path.of("/srv/a[b]c\\d (e)")), ENVIRONMENT));

        assertThat(settings(launch(denying, Settings.NONE))
                        .at("/permissions/deny/0")
                        .asText())
                .isEqualTo("Read(//srv/a?b?c?d (e))");
    }

    @Test
    void ruleAndSettingsDoNotStandOnTheCommandLine() {
        var chosen = Settings.NONE.withRules(List.of(new Rule("Bash", "git *")));

        assertThat(launch(line, chosen).command())
                .noneMatch(each -> each.contains("git *") || each.contains("settings"));
    }

    @Test
    void theOwnersOwnSettingsAndClosedToolsAreUnitedWithTheHosts() {
        var own = new ClaudeCommandLine(
                ClaudeFixture.settings(PermissionMode.DEFAULT, List.of(), List.of(Path.of("/srv/x")), ENVIRONMENT)
                        .withExtraArguments(List.of(
                                "--settings={\"disableAllHooks\":false,\"permissions\":{\"deny\":[\"WebFetch\"]}}",
                                "--disallowedTools=WebSearch",
                                "--effort",
                                "low")));

        var launch = launch(own, new Settings(null, "high", null, List.of()));

        assertThat(settings(launch).path("disableAllHooks").asBoolean()).isTrue();
        assertThat(settings(launch).at("/permissions/deny"))
                .extracting(JsonNode::asText)
                .contains("WebFetch", "Read(//srv/x)");
        assertThat(launch.command())
                .filteredOn(each -> each.startsWith("--disallowedTools="))
                .singleElement()
                .asString()
                .contains("ListAgents", "WebSearch");
        assertThat(launch.command()).containsSubsequence("--effort", "low", "--effort=high");
    }

    @Test
    void credentialsAndTranscriptsAreDenied() {
        var atHome = new ClaudeCommandLine(
                ClaudeFixture.settings(PermissionMode.DEFAULT, List.of(), List.of(), Map.of("HOME", "/home/me")));

        var deny = settings(launch(atHome, Settings.NONE)).at("/permissions/deny");

        assertThat(deny)
                .extracting(JsonNode::asText)
                .contains(
                        "Read(//home/me/.claude/.credentials.json)",
                        "Read(//home/me/.claude/projects/**/*.jsonl)",
                        "Edit(//home/me/.ssh/id_ed25519)",
                        "Read(//home/me/.aws/**)");
    }

    @Test
    void theChatsRulesAreAllowedAtEveryStart() {
        var chosen = Settings.NONE.withRules(List.of(new Rule("Bash", "git \"x\" *"), new Rule("WebFetch", null)));

        assertThat(settings(launch(line, chosen)).at("/permissions/allow"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "mcp__switchboard__ask_user", "mcp__switchboard__send_file", "Bash(git \"x\" *)", "WebFetch");
    }

    @Test
    void aTranscriptIsKeptForYears() {
        assertThat(settings(launch(line, Settings.NONE))
                        .path("cleanupPeriodDays")
                        .asInt())
                .isEqualTo(3650);
    }

    @Test
    void bypassCanBeChosenOnlyWhereTheEngineBypasses() {
        var bypassing =
                new ClaudeCommandLine(ClaudeFixture.settings(PermissionMode.BYPASS, List.of(), List.of(), ENVIRONMENT));

        assertThat(launch(line, Settings.NONE).command()).doesNotContain("--allow-dangerously-skip-permissions");
        assertThat(launch(bypassing, Settings.NONE).command())
                .contains("--allow-dangerously-skip-permissions", "--permission-mode=bypassPermissions");
    }

    @Test
    void aCutOffTurnGoesOnOnlyWhenThatWasDecided() {
        assertThat(line.environment(Project.TRUSTED, true)).containsEntry("CLAUDE_CODE_RESUME_INTERRUPTED_TURN", "1");
        assertThat(line.environment(Project.TRUSTED, false)).doesNotContainKey("CLAUDE_CODE_RESUME_INTERRUPTED_TURN");
    }

    @Test
    void theEnvironmentIsTheUsersWithoutAnOuterSession() {
        var outer = new ClaudeCommandLine(ClaudeFixture.settings(Map.of(
                "HOME", "/home/ann",
                "LANG", "de_DE.UTF-8",
                "CLAUDECODE", "1",
                "CLAUDE_CODE_ENTRYPOINT", "cli",
                "CLAUDE_CODE_SESSION_ID", "x",
                "CLAUDE_CODE_CHILD_SESSION", "1",
                "CLAUDE_CODE_SSE_PORT", "1",
                "CLAUDE_CODE_RESUME_INTERRUPTED_TURN", "1",
                "CLAUDE_CODE_EXIT_AFTER_STOP_DELAY", "5",
                "CLAUDE_CODE_OAUTH_TOKEN", "kept")));

        assertThat(outer.environment(Project.TRUSTED, false))
                .containsOnlyKeys(
                        "HOME",
                        "LANG",
                        "CLAUDE_CODE_OAUTH_TOKEN",
                        "CLAUDE_CODE_SDK_READS_SESSION_STATE",
                        "CLAUDE_CODE_DISABLE_BACKGROUND_TASKS",
                        "CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING",
                        "CLAUDE_CODE_STREAM_EVENT_HOLD_MS");
    }

    @Test
    void gitIsAskedForWhereTheRepositoryMakesItRunPrograms() {
        assertThat(settings(launch(line, Settings.NONE))
                        .at("/permissions/ask/0")
                        .asText())
                .isEqualTo("Bash(git *)");
        var harmless = line.launch(ClaudeFixture.CHAT, fresh, Settings.NONE, new Project(false, "", false, ""), false);
        assertThat(settings(harmless).at("/permissions/ask").isMissingNode()).isTrue();
    }

    @Test
    void gitRunsNoFileSystemMonitorOfAProjectThatIsNotTrusted() {
        var own = new ClaudeCommandLine(
                ClaudeFixture.settings(Map.of("GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", "a.b")));

        assertThat(own.environment(Project.BARE, false))
                .containsEntry("GIT_CONFIG_COUNT", "2")
                .containsEntry("GIT_CONFIG_KEY_0", "a.b")
                .containsEntry("GIT_CONFIG_KEY_1", "core.fsmonitor")
                .containsEntry("GIT_CONFIG_VALUE_1", "false");
        assertThat(own.environment(Project.TRUSTED, false)).containsEntry("GIT_CONFIG_COUNT", "1");
    }

    @Test
    void aChatMayUseItsOwnFilesAndKeepsCopiesAmongThem() {
        var launch = launch(
                new ClaudeCommandLine(
                        ClaudeFixture.settings(ENVIRONMENT).withFiles(new ChatFiles(Path.of("/srv/files")))),
                Settings.NONE);

        assertThat(settings(launch).at("/permissions/additionalDirectories"))
                .extracting(JsonNode::asText)
                .containsExactly("/srv/files/42");
        assertThat(launch.environment()).containsEntry("CLAUDE_CODE_TMPDIR", "/srv/files/42/.tmp");
        assertThat(launch.directories()).containsExactly(Path.of("/srv/files/42"), Path.of("/srv/files/42/.tmp"));
        assertThat(settings(launch).at("/permissions/deny"))
                .noneMatch(rule -> rule.asText().contains("/srv/files"));
    }

    @Test
    void aHostWithoutFilesGivesNone() {
        var launch = launch(line, Settings.NONE);

        assertThat(settings(launch).path("permissions").has("additionalDirectories"))
                .isFalse();
        assertThat(launch.environment()).doesNotContainKey("CLAUDE_CODE_TMPDIR");
        assertThat(launch.directories()).isEmpty();
    }

    @Test
    void aLaunchCarriesTheSessionsDirectoryAndTheChatsMark() {
        var launch = line.launch(ClaudeFixture.CHAT, fresh, Settings.NONE, Project.BARE, false);

        assertThat(launch.directory()).isEqualTo(ClaudeFixture.DIRECTORY);
        assertThat(launch.mark()).isEqualTo("store/42/");
    }

    @Test
    void theSettingsDoNotShowTheEnvironment() {
        assertThat(ClaudeFixture.settings(Map.of("ANTHROPIC_API_KEY", "secret")).toString())
                .doesNotContain("secret");
    }

    private ClaudeProcess.Launch launch(ClaudeCommandLine with, Settings chosen) {
        return with.launch(ClaudeFixture.CHAT, fresh, chosen, Project.BARE, false);
    }

    private static JsonNode settings(ClaudeProcess.Launch launch) {
        return StreamJson.json(launch.file("--settings").orElseThrow());
    }
}
