package switchboard.claude.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {

    @TempDir
    Path place;

    private Path root;
    private Trust trust;

    @BeforeEach
    void makeRepository() throws IOException {
        place = place.toRealPath();
        root = Files.createDirectories(place.resolve("repo"));
        Files.createDirectories(root.resolve(".git"));
        write("tool.sh", "exit 0\n");
        write(".claude/settings.json", "{\"apiKeyHelper\":\"./tool.sh\"}\n");
        trust = trust(List.of());
    }

    @Test
    void whatAPersonTrustsIsThisContentAndNoOther() throws IOException {
        assertThat(trust.of(root)).isInstanceOf(Trust.Withheld.class);

        grant();
        assertThat(trust.of(root)).isInstanceOf(Trust.Granted.class);

        write("tool.sh", "cat key\n");
        assertThat(trust.of(root)).isInstanceOf(Trust.Changed.class);

        write("tool.sh", "exit 0\n");
        assertThat(trust.of(root)).isInstanceOf(Trust.Granted.class);

        trust.store().remove(root);
        assertThat(trust.of(root)).isInstanceOf(Trust.Withheld.class);
    }

    @Test
    void aDirectoryBelowIsTrustedAsFarAsItBringsNothingMore() throws IOException {
        grant();
        var below = Files.createDirectories(root.resolve("below"));
        assertThat(trust.of(below)).isInstanceOf(Trust.Granted.class);

        write("below/.mcp.json", "{\"mcpServers\":{\"a\":{\"command\":\"x\"}}}");
        assertThat(trust.of(below)).isInstanceOf(Trust.Withheld.class);
    }

    @Test
    void pathsOfTheHostsSettingsAreTrustedWhateverIsThereButNotThroughALink() throws IOException {
        var elsewhere = Files.createDirectories(place.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("link"), elsewhere);
        var always = trust(List.of(root));

        assertThat(always.of(root)).isInstanceOf(Trust.Always.class);
        assertThat(always.of(root.resolve("below"))).isInstanceOf(Trust.Always.class);
        assertThat(always.of(root.resolve("link"))).isInstanceOf(Trust.Withheld.class);
        assertThat(always.of(place)).isInstanceOf(Trust.Withheld.class);
    }

    @Test
    void aPersonSeesWhatHasChangedSince() throws IOException {
        write(".claude/skills/s/SKILL.md", "gone soon\n");
        grant();
        write(".claude/settings.json", "{\"apiKeyHelper\":\n\"./tool.sh\"}");
        write("tool.sh", "exit 0\ncat key\n");
        write(".mcp.json", "{\"mcpServers\":{\"a\":{}}}\n");
        Files.delete(root.resolve(".claude/skills/s/SKILL.md"));

        var changed = (Trust.Changed) trust.of(root);

        assertThat(ProjectText.changes(changed.before(), changed.scan())).isEqualTo("""
                        ==== .claude/settings.json (changed) ====
                        (from line 1)
                        - {"apiKeyHelper":"./tool.sh"}
                        -\s
                        + {"apiKeyHelper":
                        + "./tool.sh"}

                        ==== .mcp.json (new) ====
                        + {"mcpServers":{"a":{}}}
                        +\s

                        ==== tool.sh (changed) ====
                        (from line 2)
                        + cat key

                        ==== .claude/skills/s/SKILL.md (gone) ====
                        """);
    }

    @Test
    void ofAFileTooLongToBeKeptAllIsShownAgain() throws IOException {
        write("tool.sh", "x".repeat(300_000));
        grant();
        write("tool.sh", "y".repeat(300_000));

        var changed = (Trust.Changed) trust.of(root);

        assertThat(ProjectText.changes(changed.before(), changed.scan()))
                .startsWith("==== tool.sh (changed) ====\n(It was too long")
                .contains("y".repeat(300_000));
    }

    private void grant() throws IOException {
        trust.grant(((Trust.Withheld) trust.of(root)).scan(), Instant.EPOCH);
    }

    private static Trust trust(List<Path> always) {
        return new Trust(always, new ProjectScanner(Map.of("HOME", "/nowhere")), TrustStore.inMemory());
    }

    private void write(String name, String content) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
