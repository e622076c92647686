package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectsTest {

    @TempDir
    Path home;

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

        var project = projects(List.of()).look(directory);

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

        assertThat(projects.look(directory)).isEqualTo(Project.TRUSTED);
        assertThat(projects.look(link)).isEqualTo(Project.TRUSTED);
        assertThat(projects.look(disguised).trusted()).isFalse();
    }

    @Test
    void whatIsLeftOutIsToldAgainOnlyWhenItHasChanged() throws IOException {
        write("settings.json", "{\"apiKeyHelper\":\"cat key\"}");
        var projects = projects(List.of());

        assertThat(projects.look(directory).leftOut()).isNotEmpty();
        assertThat(projects.look(directory).leftOut()).isEmpty();
        Files.writeString(directory.resolve("CLAUDE.md"), "Use blanks.");
        assertThat(projects.look(directory).leftOut()).isEmpty();
        write("settings.json", "{\"apiKeyHelper\":\"cat other\"}");
        assertThat(projects.look(directory).leftOut()).isNotEmpty();
    }

    @Test
    void theUsersOwnSettingsAreNoProjectsInTheHomeDirectory() throws IOException {
        Files.writeString(
                Files.createDirectory(home.resolve(".claude")).resolve("settings.json"), "{\"hooks\":{\"a\":[]}}");

        assertThat(projects(List.of()).look(home).leftOut()).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve(".claude")).resolve(name), text);
    }

    private Projects projects(List<Path> trusted) {
        return new Projects(
                ClaudeFixture.settings(Map.of("HOME", home.toString())).withTrusted(trusted));
    }
}
