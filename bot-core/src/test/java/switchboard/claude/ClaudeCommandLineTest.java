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
import switchboard.model.PermissionMode;
import switchboard.model.Rule;
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
        assertThat(line.launch(ClaudeFixture.CHAT, fresh.usedAt(fresh.at()), Settings.NONE, false)
                        .command())
                .contains("--resume=" + fresh.id())
                .noneMatch(each -> each.startsWith("--session-id"));
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
                "store",
                Duration.ofMinutes(1),
                Duration.ofSeconds(30));

        assertThat(launch(new ClaudeCommandLine(claude), Settings.NONE).command())
                .contains("--model=sonnet", "--append-system-prompt=Be brief");
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
    void aProjectsOwnHooksAndServersRunOnlyWhereItIsTrusted() {
        var trusting = new ClaudeCommandLine(
                ClaudeFixture.settings(PermissionMode.DEFAULT, List.of(Path.of("/srv")), List.of(), ENVIRONMENT));

        var untrusted = launch(line, Settings.NONE);
        assertThat(untrusted.command()).contains("--strict-mcp-config");
        assertThat(settings(untrusted).path("disableAllHooks").asBoolean()).isTrue();
        var trusted = launch(trusting, Settings.NONE);
        assertThat(trusted.command()).doesNotContain("--strict-mcp-config");
        assertThat(settings(trusted).path("disableAllHooks").asBoolean()).isFalse();
    }

    @Test
    void aDirectoryWhoseNameOnlyBeginsLikeATrustedOneIsNotTrusted() {
        var trusting = new ClaudeCommandLine(
                ClaudeFixture.settings(PermissionMode.DEFAULT, List.of(Path.of("/srv/ch")), List.of(), ENVIRONMENT));

        assertThat(launch(trusting, Settings.NONE).command()).contains("--strict-mcp-config");
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
                .containsExactly("Bash(git \"x\" *)", "WebFetch");
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
        assertThat(line.environment(true)).containsEntry("CLAUDE_CODE_RESUME_INTERRUPTED_TURN", "1");
        assertThat(line.environment(false)).doesNotContainKey("CLAUDE_CODE_RESUME_INTERRUPTED_TURN");
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

        assertThat(outer.environment(false))
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
    void aLaunchCarriesTheSessionsDirectoryAndTheChatsMark() {
        var launch = line.launch(ClaudeFixture.CHAT, fresh, Settings.NONE, false);

        assertThat(launch.directory()).isEqualTo(ClaudeFixture.DIRECTORY);
        assertThat(launch.mark()).isEqualTo("store/42/");
    }

    @Test
    void whatIsHeldBackIsNamedUnlessTheProjectIsTrusted(@TempDir Path project) throws IOException {
        assertThat(line.heldBack(project)).isEmpty();
        Files.createFile(project.resolve(".mcp.json"));
        Files.createDirectory(project.resolve(".claude"));
        Files.writeString(project.resolve(".claude/settings.json"), "{\"hooks\":{}}");
        Files.writeString(project.resolve(".claude/settings.local.json"), "{\"model\":\"opus\"}");

        assertThat(line.heldBack(project))
                .containsExactly("the servers of .mcp.json", "the hooks of .claude/settings.json");
        assertThat(new ClaudeCommandLine(ClaudeFixture.settings(
                                PermissionMode.DEFAULT, List.of(project), List.of(), ENVIRONMENT))
                        .heldBack(project))
                .isEmpty();
    }

    @Test
    void theSettingsDoNotShowTheEnvironment() {
        assertThat(ClaudeFixture.settings(Map.of("ANTHROPIC_API_KEY", "secret")).toString())
                .doesNotContain("secret");
    }

    private ClaudeProcess.Launch launch(ClaudeCommandLine with, Settings chosen) {
        return with.launch(ClaudeFixture.CHAT, fresh, chosen, false);
    }

    private static JsonNode settings(ClaudeProcess.Launch launch) {
        return CliLines.json(launch.file("--settings").orElseThrow());
    }
}
