package switchboard.claude;

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
import switchboard.claude.trust.ProjectScanner;
import switchboard.claude.trust.Trust;
import switchboard.claude.trust.TrustStore;
import switchboard.model.ChatId;

class ProjectsTest {

    @TempDir
    Path home;

    private final TrustStore store = TrustStore.inMemory();
    private Path directory;

    @BeforeEach
    void makeProject() throws IOException {
        home = home.toRealPath();
        directory = Files.createDirectories(home.resolve("project"));
        Files.writeString(directory.resolve("CLAUDE.md"), "Use tabs.");
    }

    @Test
    void aDirectoryThatIsNotTrustedGivesItsNotesAndNamesWhatIsLeftOut() throws IOException {
        write("settings.json", "{\"apiKeyHelper\":\"cat key\",\"permissions\":{\"allow\":[\"Bash\"]}}");

        var project = projects(List.of()).look(ClaudeFixture.CHAT, directory);

        assertThat(project.trusted()).isFalse();
        assertThat(project.notes()).contains("Use tabs.");
        assertThat(project.leftOut()).contains("1 helper command in .claude/settings.json", "1 allow rule or mode in");
    }

    @Test
    void aTrustedDirectoryIsClaudesOwnBusinessByWhateverLinkItIsNamed() throws IOException {
        write("settings.json", "{\"apiKeyHelper\":\"cat key\"}");
        var link = Files.createSymbolicLink(home.resolve("link"), directory);
        var elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        var disguised = Files.createSymbolicLink(directory.resolve("inside"), elsewhere);

        var projects = projects(List.of(directory));

        assertThat(projects.look(ClaudeFixture.CHAT, directory)).isEqualTo(Project.TRUSTED);
        assertThat(projects.look(ClaudeFixture.CHAT, link)).isEqualTo(Project.TRUSTED);
        assertThat(projects.look(ClaudeFixture.CHAT, disguised).trusted()).isFalse();
    }

    @Test
    void whatIsLeftOutIsToldAgainOnlyWhenItHasChanged() throws IOException {
        write("settings.json", "{\"apiKeyHelper\":\"cat key\"}");
        var projects = projects(List.of());

        assertThat(projects.look(ClaudeFixture.CHAT, directory).leftOut()).isNotEmpty();
        assertThat(projects.look(ClaudeFixture.CHAT, directory).leftOut()).isEmpty();
        Files.writeString(directory.resolve("CLAUDE.md"), "Use blanks.");
        assertThat(projects.look(ClaudeFixture.CHAT, directory).leftOut()).isEmpty();
        write("settings.json", "{\"apiKeyHelper\":\"cat other\"}");
        assertThat(projects.look(ClaudeFixture.CHAT, directory).leftOut()).isNotEmpty();
    }

    @Test
    void anotherChatIsToldToo() throws IOException {
        write("settings.json", "{\"apiKeyHelper\":\"cat key\"}");
        projects(List.of()).look(ClaudeFixture.CHAT, directory);

        assertThat(projects(List.of()).look(ChatId.of(43), directory).leftOut()).isNotEmpty();
        assertThat(projects(List.of()).look(ClaudeFixture.CHAT, directory).leftOut())
                .isEmpty();
    }

    @Test
    void whatAPersonTrustsIsLoadedUntilItChanges() throws IOException {
        write("settings.json", "{\"apiKeyHelper\":\"cat key\"}");
        var scan = new ProjectScanner(Map.of("HOME", home.toString())).scan(directory);
        new Trust(List.of(), new ProjectScanner(Map.of("HOME", home.toString())), store).grant(scan, Instant.EPOCH);

        assertThat(projects(List.of()).look(ClaudeFixture.CHAT, directory)).isEqualTo(Project.TRUSTED);
        write("settings.json", "{\"apiKeyHelper\":\"cat other\"}");
        assertThat(projects(List.of()).look(ClaudeFixture.CHAT, directory).trusted())
                .isFalse();
    }

    @Test
    void aRepositoryThatMakesGitRunProgramsIsNamed() throws IOException {
        var config = Files.createDirectory(directory.resolve(".git")).resolve("config");
        Files.writeString(config, "[diff]\nexternal = ./x\n");

        var project = projects(List.of()).look(ClaudeFixture.CHAT, directory);

        assertThat(project.asksForGit()).isTrue();
        assertThat(project.leftOut()).contains("the repository makes git run programs");
        Files.writeString(config, "[core]\nbare = false\n");
        assertThat(projects(List.of()).look(ClaudeFixture.CHAT, directory).asksForGit())
                .isFalse();
    }

    @Test
    void theUsersOwnSettingsAreNoProjectsInTheHomeDirectory() throws IOException {
        Files.writeString(
                Files.createDirectory(home.resolve(".claude")).resolve("settings.json"), "{\"hooks\":{\"a\":[]}}");

        assertThat(projects(List.of()).look(ClaudeFixture.CHAT, home).leftOut()).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve(".claude")).resolve(name), text);
    }

    private Projects projects(List<Path> trusted) {
        var claude = ClaudeFixture.settings(Map.of("HOME", home.toString())).withTrusted(trusted);
        return new Projects(claude, new Trust(trusted, new ProjectScanner(claude.environment()), store));
    }
}
