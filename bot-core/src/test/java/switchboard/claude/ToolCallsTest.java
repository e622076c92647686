package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.EngineSettings;
import switchboard.claude.wire.Incoming;
import switchboard.files.ChatFiles;
import switchboard.files.FileStates;
import switchboard.model.ChatId;
import switchboard.model.FileState;
import switchboard.model.Rule;

/** What the hooks decide and notice: most of it is about skills, whose commands Claude Code runs without a tool call. */
class ToolCallsTest {

    @TempDir
    Path home;

    @BeforeEach
    void makeSecret() throws IOException {
        home = home.toRealPath();
        Files.writeString(home.resolve(".netrc"), "password");
    }

    @Test
    void aSkillWhoseCommandsReachAClosedFileDoesNotRun() throws IOException {
        skill("State: !`cat ~/.net*`");

        assertThat(decision("", "default")).isEqualTo("deny");
    }

    @Test
    void aSkillIsNotGivenAClosedFileToRead() throws IOException {
        skill("State: !`cat $ARGUMENTS`");
        assertThat(decision("notes.txt", "default")).isEmpty();
        assertThat(decision(".netrc", "default")).isEqualTo("deny");

        skill("State: !`cat $1`");
        assertThat(decision(".netrc", "default")).isEqualTo("deny");
    }

    @Test
    void anOrdinarySkillIsLeftToClaudeCode() throws IOException {
        skill("State: !`git status`");

        assertThat(decision("", "default")).isEmpty();
    }

    @Test
    void aSkillWhoseTextIsNotFoundIsAskedAboutWhateverClaudeCodeThinksOfIt() throws IOException {
        assertThat(decision("", "default")).isEqualTo("ask");
        assertThat(decision("", "bypassPermissions")).isEqualTo("deny");
    }

    @Test
    void noRuleIsOfferedThatWouldAllowTheFilesOfOtherChats() {
        var files = new ChatFiles(home.resolve("files"));
        var claude = EngineSettings.of(home, Map.of("HOME", home + "")).claude().withFiles(files);
        var calls = new ToolCalls(claude.closedPaths(ChatId.of(1)), claude.environment(), home);

        assertThat(calls.disclosed(asking(new Rule("Read", "/" + files.root() + "/**")))
                        .suggestions())
                .isEmpty();
        assertThat(calls.disclosed(asking(new Rule("Bash", "git status"), new Rule("Read", "~/**")))
                        .suggestions())
                .as("the others alone would not be enough")
                .isEmpty();
        var own = new Rule("Read", "/" + files.directory(ChatId.of(1)) + "/**");
        assertThat(calls.disclosed(asking(own)).suggestions()).containsExactly(own);
        var withoutFiles = new ToolCalls(claude.withFiles(null).closedPaths(ChatId.of(1)), claude.environment(), home);
        assertThat(withoutFiles.disclosed(asking(new Rule("Read", "~/**"))).suggestions())
                .hasSize(1);
    }

    @Test
    void aFileIsLookedAtBeforeAndAfterClaudeChangesIt() throws IOException {
        var claude = EngineSettings.of(home, Map.of("HOME", home + "")).claude();
        var calls = new ToolCalls(claude.closedPaths(), claude.environment(), home);
        var file = Files.writeString(home.resolve("a.txt"), "one");
        calls.answer(editing("a.txt"));
        Files.writeString(file, "two");
        calls.done(editing("a.txt"));
        calls.otherHands().hear(new Incoming.ToolResults(List.of(new Incoming.ToolResult("toolu_1", false))));
        Files.writeString(file, "two and mine");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

        var noticed = calls.otherHands().take(FileStates.of(List.of(file)));

        assertThat(noticed.found()).extracting(FileState::size).containsExactly(3L);
        assertThat(noticed.changed()).containsExactly(file);
    }

    @Test
    void aClosedFileAndAPathThatIsNoneAreNotLookedAt() throws IOException {
        var claude = EngineSettings.of(home, Map.of("HOME", home + "")).claude();
        var calls = new ToolCalls(claude.closedPaths(), claude.environment(), home);
        Files.writeString(home.resolve(".netrc"), "one");

        calls.answer(editing(".netrc"));
        calls.done(editing("a\0b"));
        calls.done(editing(""));

        assertThat(calls.otherHands().take(List.of()).found()).isEmpty();
    }

    private JsonNode editing(String file) {
        var call = StreamJson.object()
                .put("tool_name", "Edit")
                .put("tool_use_id", "toolu_1")
                .put("cwd", home + "")
                .put("session_id", "11111111-1111-1111-1111-111111111111")
                .put("permission_mode", "default");
        call.putObject("tool_input").put("file_path", file);
        return call;
    }

    private static Incoming.Ask asking(Rule... suggestions) {
        return new Incoming.Ask("r", "toolu_1", "Read", StreamJson.object(), List.of(suggestions), null, false);
    }

    private void skill(String text) throws IOException {
        var file = home.resolve(".claude/skills/state/SKILL.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Empty for no objection. */
    private String decision(String arguments, String mode) throws IOException {
        var claude = EngineSettings.of(home, Map.of("HOME", home + "")).claude();
        var call = StreamJson.object()
                .put("tool_name", "Skill")
                .put("tool_use_id", "toolu_1")
                .put("cwd", home + "")
                .put("session_id", "11111111-1111-1111-1111-111111111111")
                .put("permission_mode", mode);
        ObjectNode input = call.putObject("tool_input");
        input.put("skill", "state").put("args", arguments);
        return new ToolCalls(claude.closedPaths(), claude.environment(), home)
                .answer(call)
                .path("hookSpecificOutput")
                .path("permissionDecision")
                .asText();
    }
}
