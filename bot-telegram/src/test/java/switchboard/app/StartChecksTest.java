package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartChecksTest {

    @TempDir
    Path root;

    private Path bot = Path.of("");
    private Path work = Path.of("");

    @BeforeEach
    void makeDirectories() throws IOException {
        root = root.toRealPath();
        bot = Files.createDirectory(root.resolve("bot"));
        work = Files.createDirectory(root.resolve("work"));
    }

    @Test
    void nothingIsSaidOfABotThatKeepsToItself() throws IOException {
        assertThat(check(env(bot, "rw-------"), bot.resolve("sessions"), true)).isEmpty();
        assertThat(check(bot.resolve("none"), bot.resolve("sessions"), false)).isEmpty();
    }

    @Test
    void secretsWhereChatsWorkAreNamedWithTheFix() throws IOException {
        var env = env(work, "rw-------");

        assertThat(check(env, work.resolve("a/sessions"), false))
                .containsExactly(
                        "SESSION_DIR is " + work + "/a/sessions, in " + work
                                + ", where chats work: name a directory outside of it, or other ALLOWED_PATHS.",
                        env + " holds secrets and is in " + work
                                + ", where chats work: start Switchboard in another directory, or name other ALLOWED_PATHS.");
    }

    @Test
    void aLinkIsNoWayAround() throws IOException {
        var link = Files.createSymbolicLink(bot.resolve("link"), work);

        assertThat(check(bot.resolve("none"), link.resolve("sessions"), false)).hasSize(1);
    }

    @Test
    void inBypassModeSessionsWhereChatsWorkAreRefused() {
        assertThatThrownBy(() -> check(bot.resolve("none"), work.resolve("sessions"), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SESSION_DIR is " + work + "/sessions, in " + work
                        + ", where chats work without asking. Name a directory outside of it, or other ALLOWED_PATHS.");
    }

    @Test
    void aFileOfSecretsThatOthersCanReadIsNamed() throws IOException {
        assertThat(check(env(bot, "rw-r--r--"), bot.resolve("sessions"), false))
                .containsExactly(bot + "/.env can be read by other users: run  chmod 600 '" + bot + "/.env'");
    }

    @Test
    void theRecordWhereChatsWorkIsNamedAndInBypassModeRefused() {
        var sessions = bot.resolve("sessions");

        assertThat(StartChecks.of(bot.resolve("none"), sessions, work.resolve("audit.log"), List.of(work), false))
                .containsExactly("AUDIT_LOG_PATH is " + work + "/audit.log, in " + work
                        + ", where chats work: name a file outside of it, or other ALLOWED_PATHS.");
        assertThatThrownBy(() ->
                        StartChecks.of(bot.resolve("none"), sessions, work.resolve("audit.log"), List.of(work), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("AUDIT_LOG_PATH is " + work + "/audit.log");
    }

    private static Path env(Path directory, String permissions) throws IOException {
        var file = Files.writeString(directory.resolve(".env"), "A=b");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private List<String> check(Path file, Path sessions, boolean mayBypass) {
        return StartChecks.of(file, sessions, sessions.resolve("audit.log"), List.of(work), mayBypass);
    }
}
