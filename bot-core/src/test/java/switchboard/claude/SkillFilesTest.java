package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.Disclosure;

class SkillFilesTest {

    @TempDir
    Path root;

    @Test
    void aSkillIsFoundInTheProjectAboveItInTheHomeAndInPlugins() throws IOException {
        write("repo/.claude/skills/above/SKILL.md", "above");
        write("repo/sub/.claude/skills/here/SKILL.md", "here");
        write("config/skills/mine/SKILL.md", "mine");
        write("config/skills/folder/SKILL.md", "---\nname: by-its-name\n---\nnamed");
        write("config/plugins/cache/market/kit/1.0/skills/tool/SKILL.md", "plugged");
        write("repo/.claude/commands/ops/ship.md", "command");

        assertThat(text("above")).isEqualTo("above");
        assertThat(text("here")).isEqualTo("here");
        assertThat(text("mine")).isEqualTo("mine");
        assertThat(text("by-its-name")).contains("named");
        assertThat(text("kit:tool")).isEqualTo("plugged");
        assertThat(text("ops:ship")).isEqualTo("command");
    }

    @Test
    void whatItRunsAndMayUseIsNamed() throws IOException {
        write("config/skills/deploy/SKILL.md", """
                ---
                name: deploy
                allowed-tools:
                  - Bash(git *)
                  - Write
                hooks:
                  PreToolUse: []
                ---
                State: !`git fetch && git status`, then !`date`

                ```!
                make all
                ```
                """);

        assertThat(disclose("deploy").remarks())
                .containsExactly(
                        "⚠️ Runs at once: `git fetch && git status`, `date`, `make all`",
                        "⚠️ May then use without asking: `- Bash(git *) - Write`",
                        "⚠️ Brings hooks, which run commands.");
    }

    @Test
    void ofSeveralOfOneNameEachIsShown() throws IOException {
        write("repo/sub/.claude/skills/x/SKILL.md", "one");
        write("config/skills/x/SKILL.md", "two");

        assertThat(disclose("x").texts()).extracting(Disclosure.Text::content).containsExactly("one", "two");
        assertThat(disclose("x").remarks()).containsExactly("More than one skill has this name; each is shown.");
    }

    @Test
    void aSkillWithoutATextCannotBeAllowedUnlessItIsClaudeCodesOwn() throws IOException {
        assertThat(disclose("unknown").complete()).isFalse();
        assertThat(disclose("security-review").complete()).isTrue();
    }

    private String text(String skill) throws IOException {
        return disclose(skill).texts().getFirst().content();
    }

    private Disclosure disclose(String skill) throws IOException {
        return new SkillFiles(root.resolve("config")).disclose(skill, root.resolve("repo/sub"));
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), content);
    }
}
