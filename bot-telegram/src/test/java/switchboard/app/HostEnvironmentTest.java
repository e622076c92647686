package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostEnvironmentTest {

    private static final String SECRET = "123456:secret-of-the-bot";

    @TempDir
    Path directory;

    @Test
    void theEnvironmentBeatsTheFile() throws IOException {
        write("CLAUDE_MODEL=opus\nMAX_CONCURRENT_QUERIES=7\n");
        var host = read(Map.of("CLAUDE_MODEL", "haiku"), Map.of());

        assertThat(host.get("CLAUDE_MODEL")).contains("haiku");
        assertThat(host.get("MAX_CONCURRENT_QUERIES")).contains("7");
        assertThat(host.get("NOTHING")).isEmpty();
        assertThat(host.config().getString("switchboard.claude.model")).isEqualTo("haiku");
    }

    @Test
    void secretsBeatBoth() throws IOException {
        write("TELEGRAM_BOT_TOKEN=file\n");

        assertThat(read(Map.of("TELEGRAM_BOT_TOKEN", "environment"), Map.of("TELEGRAM_BOT_TOKEN", SECRET))
                        .get("TELEGRAM_BOT_TOKEN"))
                .contains(SECRET);
    }

    @Test
    void whatIsBlankIsNotThere() {
        var host = read(Map.of("TELEGRAM_BOT_TOKEN", "  ", "CLAUDE_MODEL", " opus "), Map.of());

        assertThat(host.get("TELEGRAM_BOT_TOKEN")).isEmpty();
        assertThat(host.get("CLAUDE_MODEL")).contains("opus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TELEGRAM_BOT_TOKEN", "OPENAI_API_KEY", "HTTP_TOKEN", "TELEGRAM_WEBHOOK_SECRET"})
    void aSecretStandsNowhereWhereItCouldLeak(String name) throws IOException {
        write(name + "=" + SECRET + "\n");
        for (var host : new HostEnvironment[] {
            read(Map.of(), Map.of()), read(Map.of(name, SECRET), Map.of()), read(Map.of(), Map.of(name, SECRET))
        }) {
            assertThat(host.get(name)).contains(SECRET);
            assertThat(host.config().root().render()).doesNotContain(SECRET);
            assertThat(host.forClaude().toString()).doesNotContain(SECRET);
            assertThat(host.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void thePasswordInAnAddressIsShownToNobody() throws IOException {
        write("HTTPS_PROXY=http://ada:correct-horse@proxy.example:3128\n");
        var hidden = read(Map.of("ANTHROPIC_BASE_URL", "https://key-of-ada@gateway.example"), Map.of())
                .hidden();

        assertThat(hidden.strike("407 for correct-horse at key-of-ada@gateway.example"))
                .isEqualTo("407 for [redacted] at [redacted]@gateway.example");
    }

    @Test
    void whoMayUseTheBotAndWhereTelegramIsAreSettings() throws IOException {
        write("TELEGRAM_ALLOWED_USERS=1,2\nTELEGRAM_OWNERS=1\nTELEGRAM_API_ROOT=http://localhost:8081\n");
        var config = read(Map.of(), Map.of("TELEGRAM_ALLOWED_USERS", "3")).config();

        assertThat(config.getString("switchboard.telegram.allowed-users")).isEqualTo("3");
        assertThat(config.getString("switchboard.telegram.owners")).isEqualTo("1");
        assertThat(config.getString("switchboard.telegram.api-root")).isEqualTo("http://localhost:8081");
    }

    @Test
    void claudeInheritsTheUsersEnvironmentWithoutTheBotsOwnSettings() {
        var host = read(
                Map.of(
                        "PATH", "/bin",
                        "LANG", "de_DE.UTF-8",
                        "ANTHROPIC_API_KEY", "key",
                        "OPENAI_API_KEY", "other",
                        "TELEGRAM_ALLOWED_USERS", "1",
                        "CLAUDE_MODEL", "opus",
                        "CLAUDE_CONFIG_DIR", "/c",
                        "SWITCHBOARD_SECRETS_FD", "3"),
                Map.of());

        assertThat(host.forClaude())
                .containsOnly(
                        Map.entry("PATH", "/bin"),
                        Map.entry("LANG", "de_DE.UTF-8"),
                        Map.entry("ANTHROPIC_API_KEY", "key"),
                        Map.entry("CLAUDE_CONFIG_DIR", "/c"));
    }

    @Test
    void ofTheFileOnlyWhatIsMeantForClaudeReachesIt() throws IOException {
        write("""
                ANTHROPIC_API_KEY=key
                HTTPS_PROXY=http://proxy:1
                IS_SANDBOX=1
                DATABASE_PASSWORD=x
                PATH=/evil
                SESSION_DIR=/s
                CLAUDE_WORKING_DIR=/w
                """);

        assertThat(read(Map.of("PATH", "/bin"), Map.of()).forClaude())
                .containsOnly(
                        Map.entry("ANTHROPIC_API_KEY", "key"),
                        Map.entry("HTTPS_PROXY", "http://proxy:1"),
                        Map.entry("IS_SANDBOX", "1"),
                        Map.entry("PATH", "/bin"));
    }

    @Test
    void anotherBotHasTheSameSettingsButNoSecretAndNoAccount() throws IOException {
        write("""
                TELEGRAM_BOT_TOKEN=1:token
                MAX_CONCURRENT_QUERIES=7
                CLAUDE_CLI_PATH=/opt/claude
                ANTHROPIC_API_KEY=key
                DATABASE_PASSWORD=x
                PATH=/evil
                """);
        var host = read(Map.of("PATH", "/bin", "CLAUDE_CODE_OAUTH_TOKEN", "t", "OPENAI_API_KEY", "o"), Map.of());

        assertThat(host.forAnotherBot())
                .containsOnly(
                        Map.entry("MAX_CONCURRENT_QUERIES", "7"),
                        Map.entry("CLAUDE_CLI_PATH", "/opt/claude"),
                        Map.entry("PATH", "/bin"));
    }

    @Test
    void withoutAFileNothingIsReadFromOne() {
        assertThat(read(Map.of("PATH", "/bin"), Map.of()).file()).isEmpty();
    }

    @Test
    void commentsAndQuotesAreRead() throws IOException {
        write("# the bot\nCLAUDE_WORKING_DIR=\"/my project\"\n\nCLAUDE_MODEL=opus # the best\n");
        var host = read(Map.of(), Map.of());

        assertThat(host.get("CLAUDE_WORKING_DIR")).contains("/my project");
        assertThat(host.get("CLAUDE_MODEL")).contains("opus");
    }

    @Test
    void theDirectoryOfTheProcessMayBeNamedByNothing() {
        var host = HostEnvironment.read(Map.of(), Map.of(), Path.of(""));

        assertThat(host.directory()).isEqualTo(Path.of(System.getProperty("user.dir")));
    }

    @Test
    void aWrongFileIsOneSentenceWithoutItsContent() throws IOException {
        write("CLAUDE_MODEL=opus\nTELEGRAM_BOT_TOKEN " + SECRET + "\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(), Map.of()))
                .withMessageContaining(directory.resolve(".env").toString())
                .withMessageEndingWith(".")
                .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain(SECRET, "\n"));
    }

    private void write(String content) throws IOException {
        Files.writeString(directory.resolve(".env"), content);
    }

    private HostEnvironment read(Map<String, String> variables, Map<String, String> secrets) {
        return HostEnvironment.read(variables, secrets, directory);
    }
}
