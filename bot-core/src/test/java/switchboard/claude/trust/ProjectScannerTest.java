package switchboard.claude.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectScannerTest {

    private static final String HOOK =
            "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"Bash\",\"hooks\":[{\"type\":\"command\",\"command\":\"%s\"}]}]}}";

    @TempDir
    Path place;

    private Path root;

    @BeforeEach
    void makeRepository() throws IOException {
        place = place.toRealPath();
        root = Files.createDirectories(place.resolve("repo"));
        Files.createDirectories(root.resolve(".git"));
    }

    @Test
    void aDirectoryWithMemoryOnlyBringsNothing() throws IOException {
        write("CLAUDE.md", "Be nice.");
        write(".claude/CLAUDE.md", "Be nice.");
        write(".claude/rules/style.md", "Short lines.");
        write(".claude/settings.json", "{\"permissions\":{\"deny\":[\"Bash\"]},\"theme\":\"dark\",\"$schema\":\"x\"}");
        write(".claude/settings.local.json", "{}");
        write(".mcp.json", "{\"mcpServers\":{}}");

        var scan = scan();

        assertThat(scan.isEmpty()).isTrue();
        assertThat(scan.isTrustable()).isFalse();
        assertThat(scan.summary()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}} | HOOK | Stop: echo",
                "{\"hooks\":{\"Stop\":\"odd\"}} | HOOK | Stop: odd",
                "{\"hooks\":[1]} | HOOK | hooks: 1",
                "{\"apiKeyHelper\":\"cat key\"} | HELPER | apiKeyHelper: cat key",
                "{\"awsAuthRefresh\":\"a\"} | HELPER | awsAuthRefresh: a",
                "{\"awsCredentialExport\":\"a\"} | HELPER | awsCredentialExport: a",
                "{\"otelHeadersHelper\":\"a\"} | HELPER | otelHeadersHelper: a",
                "{\"env\":{\"ANTHROPIC_BASE_URL\":\"http://x\"}} | ENVIRONMENT | ANTHROPIC_BASE_URL: http://x",
                "{\"permissions\":{\"allow\":[\"Bash\"]}} | RULE | allow: Bash",
                "{\"permissions\":{\"additionalDirectories\":[\"/\"]}} | RULE | additionalDirectories: /",
                "{\"permissions\":{\"defaultMode\":\"acceptEdits\"}} | RULE | defaultMode: acceptEdits",
                "{\"permissions\":{\"newWay\":true}} | RULE | newWay: true",
                "{\"permissions\":\"odd\"} | SETTING | permissions: odd",
                "{\"enabledPlugins\":{\"a@b\":true}} | PLUGIN | a@b: true",
                "{\"statusLine\":{\"command\":\"x\"}} | STATUS_LINE | statusLine: {\"command\":\"x\"}",
                "{\"enableAllProjectMcpServers\":true} | SETTING | enableAllProjectMcpServers: true",
                "{\"aKeyOfANewClaude\":\"x\"} | SETTING | aKeyOfANewClaude: x",
                "{\"aKeyOfANewClaude\":{}} | SETTING | aKeyOfANewClaude: {}",
                "{\"theme\":1,\"theme\":2} | SETTING | the whole file: it is not a plain JSON object",
                "{\"theme\":1} x | SETTING | the whole file: it is not a plain JSON object",
                "not JSON | SETTING | the whole file: it is not a plain JSON object",
            })
    void everySettingThatIsNotKnownToBeHarmlessIsFound(String settings, Kind kind, String text) throws IOException {
        for (var name : List.of("settings.json", "settings.local.json")) {
            write(".claude/" + name, settings);

            var scan = scan();

            assertThat(scan.files()).singleElement().satisfies(file -> {
                assertThat(file.name()).isEqualTo(".claude/" + name);
                assertThat(file.content()).isEqualTo(settings);
                assertThat(file.findings()).containsExactly(new Finding(kind, text));
            });
            assertThat(scan.isTrustable()).isTrue();
            Files.delete(root.resolve(".claude/" + name));
        }
    }

    @Test
    void theSummaryCountsByFileAndKind() throws IOException {
        write(".claude/settings.json", HOOK.formatted("echo"));
        write(".mcp.json", "{\"mcpServers\":{\"a\":{\"command\":\"x\"},\"b\":{\"url\":\"http://y\"}}}");
        write(".claude/skills/deploy/SKILL.md", "---\nallowed-tools: Bash(*)\n---\n");
        write(".claude/skills/deploy/run.sh", "rm -r x");
        write(".claude/agents/critic.md", "x");
        write(".claude/agents/team/judge.md", "x");
        write(".claude/commands/go.md", "!`id`");
        write(".claude/output-styles/loud.md", "x");
        write(".claude/workflows/w.js", "x");
        write(".claude/hooks/check.sh", "x");

        assertThat(scan().summary())
                .isEqualTo("1 hook in .claude/settings.json, 2 servers in .mcp.json, 2 agents, 1 command, 1 other file,"
                        + " 1 output style, 1 skill, 1 script, 1 workflow");
    }

    @Test
    void theParentsUpToTheRepositorysRootCountAndOnlyTheServersAboveIt() throws IOException {
        var work = Files.createDirectories(root.resolve("a/b"));
        write(".claude/settings.local.json", HOOK.formatted("echo"));
        write("a/.claude/skills/s/SKILL.md", "x");
        Files.createDirectories(place.resolve(".claude/skills/s"));
        Files.writeString(place.resolve(".claude/skills/s/SKILL.md"), "above");
        Files.writeString(place.resolve(".mcp.json"), "{\"mcpServers\":{\"far\":{\"command\":\"x\"}}}");

        assertThat(names(scan(work)))
                .containsExactlyInAnyOrder(
                        "../../../.mcp.json", "../../.claude/settings.local.json", "../.claude/skills/s/SKILL.md");

        Files.delete(root.resolve(".git"));
        assertThat(names(scan(work))).contains("../../../.claude/skills/s/SKILL.md");

        Files.writeString(root.resolve("a/.git"), "gitdir: /nowhere"); // Claude Code stops there
        assertThat(names(scan(work))).containsExactlyInAnyOrder("../../../.mcp.json", "../.claude/skills/s/SKILL.md");
    }

    @Test
    void theUsersOwnConfigurationIsNeverTheProjects() throws IOException {
        write(".claude/settings.json", HOOK.formatted("echo"));
        var work = Files.createDirectories(root.resolve("work"));

        assertThat(new ProjectScanner(Map.of("HOME", root.toString()))
                        .scan(work)
                        .isEmpty())
                .isTrue();
        assertThat(new ProjectScanner(Map.of("HOME", root.toString()))
                        .scan(root)
                        .isEmpty())
                .isTrue();
        assertThat(new ProjectScanner(Map.of("HOME", "/", "CLAUDE_CONFIG_DIR", root + "/.claude"))
                        .scan(work)
                        .isEmpty())
                .isTrue();
        assertThat(scan(work).isEmpty()).isFalse();
    }

    @Test
    void linksAreFollowed() throws IOException {
        var elsewhere = Files.createDirectories(place.resolve("elsewhere/skills/s"));
        Files.writeString(elsewhere.resolve("SKILL.md"), "one");
        Files.createSymbolicLink(root.resolve(".claude"), place.resolve("elsewhere"));
        Files.createSymbolicLink(place.resolve("link"), root);

        var before = scan(place.resolve("link"));
        assertThat(before.directory()).isEqualTo(root);
        assertThat(names(before)).containsExactly(".claude/skills/s/SKILL.md");
        assertThat(before.files().getFirst().content()).isEqualTo("one");

        Files.writeString(elsewhere.resolve("SKILL.md"), "two");
        assertThat(scan().hash()).isNotEqualTo(before.hash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./check.sh -v",
                "bash tools/check.sh",
                "\\\"$CLAUDE_PROJECT_DIR\\\"/tools/check.sh",
                "cd x && ${CLAUDE_PROJECT_DIR}/tools/check.sh",
                "\\\"$CLAUDE_PROJECT_DIR/tools/my own.sh\\\"",
                "$HOME/bin/check.sh",
                "~/bin/check.sh",
                "node --require=tools/check.sh x",
                "%ROOT%/tools/check.sh",
            })
    void aScriptThatACommandNamesCountsWithItsContent(String command) throws IOException {
        for (var script : List.of("check.sh", "tools/check.sh", "tools/my own.sh", "bin/check.sh")) {
            write(script, "exit 0");
        }
        write(".claude/settings.json", HOOK.formatted(command.replace("%ROOT%", root.toString())));

        var scanner = new ProjectScanner(Map.of("HOME", root.toString(), "CLAUDE_CONFIG_DIR", "/nowhere"));
        var work = Files.createDirectories(root.resolve("work")); // not below HOME's own .claude
        Files.createDirectories(work.resolve(".claude"));
        Files.move(root.resolve(".claude/settings.json"), work.resolve(".claude/settings.json"));

        var before = scanner.scan(work);
        assertThat(before.files())
                .filteredOn(file -> file.findings().getFirst().kind() == Kind.SCRIPT)
                .hasSize(1);
        var script = before.files().stream()
                .filter(file -> file.findings().getFirst().kind() == Kind.SCRIPT)
                .findFirst()
                .orElseThrow();
        Files.writeString(script.path(), "rm -r /");
        assertThat(scanner.scan(work).hash()).isNotEqualTo(before.hash());
    }

    @Test
    void scriptsOfServersHelpersVariablesSkillsAndPluginsCountToo() throws IOException {
        write("server.js", "x");
        write("key.sh", "x");
        write("env.sh", "x");
        write("skill.sh", "x");
        write("plugins/p/hooks/hooks.json", "{}");
        write(".mcp.json", "{\"mcpServers\":{\"a\":{\"command\":\"node\",\"args\":[\"server.js\"]}}}");
        write(
                ".claude/settings.json",
                "{\"apiKeyHelper\":\"sh ./key.sh\",\"env\":{\"BASH_ENV\":\"env.sh\"},\"extraKnownMarketplaces\":"
                        + "{\"m\":{\"source\":{\"source\":\"directory\",\"path\":\"./plugins\"}}}}");
        write(".claude/skills/s/SKILL.md", "---\nhooks:\n  Stop:\n    - command: ./skill.sh\n---\n");

        assertThat(names(scan())).contains("server.js", "key.sh", "env.sh", "skill.sh", "plugins/p/hooks/hooks.json");
    }

    @Test
    void whatTheMachineHasIsNotTheProjects() throws IOException {
        write(".claude/settings.json", HOOK.formatted("/bin/sh -c true"));

        assertThat(names(scan())).containsExactly(".claude/settings.json");
    }

    @Test
    void theHashCoversNamesAndContentsAndNothingElse() throws IOException {
        write(".claude/settings.json", HOOK.formatted("echo"));
        var first = scan();
        write("CLAUDE.md", "new");
        write("src/Main.java", "new");
        write(".claude/rules/r.md", "new");
        assertThat(scan().hash()).isEqualTo(first.hash());

        write(".claude/commands/a.md", "x");
        var second = scan();
        assertThat(second.hash()).isNotEqualTo(first.hash());

        Files.move(root.resolve(".claude/commands/a.md"), root.resolve(".claude/commands/b.md"));
        assertThat(scan().hash()).isNotEqualTo(second.hash());
    }

    @Test
    void aDirectoryBelowThatBringsNothingMoreHasTheSameHash() throws IOException {
        write(".claude/settings.json", HOOK.formatted("echo"));
        var below = Files.createDirectories(root.resolve("below"));

        assertThat(scan(below).hash()).isEqualTo(scan().hash());

        write("below/.mcp.json", "{\"mcpServers\":{\"a\":{}}}");
        assertThat(scan(below).hash()).isNotEqualTo(scan().hash());
    }

    @Test
    void whatCannotBeLookedAtWholeCannotBeTrusted() throws IOException {
        write(".claude/settings.json", HOOK.formatted("echo"));
        Files.createSymbolicLink(root.resolve(".claude/skills"), root.resolve(".claude"));

        var circle = scan();
        assertThat(circle.isTrustable()).isFalse();
        assertThat(circle.isEmpty()).isFalse();
        assertThat(circle.summary()).endsWith(".claude/skills cannot be read");

        Files.delete(root.resolve(".claude/skills"));
        Files.createSymbolicLink(root.resolve(".claude/skills"), Path.of("/dev/null"));
        assertThat(scan().summary()).endsWith(".claude/skills is not a regular file");

        Files.delete(root.resolve(".claude/skills"));
        Files.createSymbolicLink(root.resolve(".claude/skills"), root.resolve("missing"));
        assertThat(scan().isTrustable()).isTrue();

        write(".claude/commands/long.md", "x".repeat(5 << 20));
        assertThat(scan().summary()).contains(".claude/commands/long.md is too large to be shown");
    }

    @Test
    void aNumberOfFilesBeyondTheBoundIsNotLookedAt() throws IOException {
        for (var i = 0; i < 1_010; i++) {
            write(".claude/skills/s/" + i, "x");
        }

        assertThat(scan().isTrustable()).isFalse();
        assertThat(scan().summary()).contains("there is too much to check");
    }

    @Test
    void aBinaryFileIsNamedByItsHash() throws IOException {
        write(".claude/skills/s/font.ttf", "a\0b");

        assertThat(scan().files().getFirst().content()).startsWith("(binary, 3 bytes, SHA-256 ");
    }

    @Test
    void aSecondLookTellsByTheAttributesWhetherAllIsAsItWas() throws IOException {
        write(".claude/settings.json", HOOK.formatted("./cheap.sh"));
        write(".claude/skills/s/SKILL.md", "x");
        var settings = root.resolve(".claude/settings.json");
        assertThat(scan().stamps().areUnchanged())
                .as("made just now, so it may change again within the clock's tick")
                .isFalse();
        await().until(() -> scan().stamps().areUnchanged());

        var before = scan().stamps();
        var modified = Files.getLastModifiedTime(settings);
        Files.writeString(settings, HOOK.formatted("./cheat.sh"));
        Files.setLastModifiedTime(settings, modified);
        assertThat(before.areUnchanged())
                .as("another file of the same age and size")
                .isFalse();

        for (var appears :
                List.of("cheat.sh", ".mcp.json", ".claude/skills/t/SKILL.md", ".claude/settings.local.json")) {
            await().until(() -> scan().stamps().areUnchanged());
            var missing = scan().stamps();
            write(appears, "{}");
            assertThat(missing.areUnchanged()).as(appears).isFalse();
        }
    }

    private void write(String name, String content) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private ProjectScan scan() {
        return scan(root);
    }

    private static ProjectScan scan(Path directory) {
        return new ProjectScanner(Map.of("HOME", "/nowhere")).scan(directory);
    }

    private static List<String> names(ProjectScan scan) {
        return scan.files().stream().map(ProjectFile::name).toList();
    }
}
