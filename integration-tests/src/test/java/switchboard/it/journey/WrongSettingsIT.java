package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a newcomer sees whose settings are wrong: one sentence with the fix, and the bot does not start. */
class WrongSettingsIT extends Journey {

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            TELEGRAM_BOT_TOKEN     | ''              | TELEGRAM_ALLOWED_USERS is set, but TELEGRAM_BOT_TOKEN is not: get a token from @BotFather
            TELEGRAM_BOT_TOKEN     | AbC             | TELEGRAM_BOT_TOKEN does not look like a token (123456:AbC...)
            TELEGRAM_BOT_TOKEN     | 1:revoked       | Telegram refuses TELEGRAM_BOT_TOKEN: copy it again from @BotFather
            TELEGRAM_ALLOWED_USERS | @ada            | TELEGRAM_ALLOWED_USERS must be numeric user ids separated by commas, not "@ada"
            TELEGRAM_API_ROOT      | telegram        | TELEGRAM_API_ROOT must be a URL such as https://api.telegram.org
            CLAUDE_WORKING_DIR     | /no/such/place  | CLAUDE_WORKING_DIR is /no/such/place, which does not exist. Make it or name another.
            CLAUDE_WORKING_DIR     | /               | CLAUDE_WORKING_DIR is /, which is not in ALLOWED_PATHS. Add it there
            ALLOWED_PATHS          | /no/such/place  | ALLOWED_PATHS names /no/such/place, which does not exist. Make it or leave it out.
            CLAUDE_PERMISSION_MODE | yolo            | CLAUDE_PERMISSION_MODE must be one of default, acceptEdits, plan, bypassPermissions, not "yolo"
            CLAUDE_EXTRA_ARGS      | --a "b          | CLAUDE_EXTRA_ARGS has a quote (") that is never closed: add the second one.
            CLAUDE_EXTRA_ARGS      | --setting-sources=user,project | CLAUDE_EXTRA_ARGS: leave out `--setting-sources`: set CLAUDE_TRUSTED_PATHS instead.
            MAX_CONCURRENT_QUERIES | none            | MAX_CONCURRENT_QUERIES must be a whole number of at least 1, not "none"
            HTTP_PORT              | 99999           | HTTP_PORT must be a port, 1 to 65535, or 0 for any that is free, not "99999"
            HTTP_TOKEN             | secret          | HTTP_TOKEN must be at least 16 letters, digits, - or _.
            QUERY_TIMEOUT_MS       | soon            | QUERY_TIMEOUT_MS must be a number of milliseconds, not "soon"
            FILES_DIR              | /proc/files     | FILES_DIR is /proc/files, which is not a directory that this user can write to. Name another.
            FILES_DIR              | /usr            | FILES_DIR is /usr, and there are other files in it. Name a directory of its own
            FILES_DIR              | {sessions}/files | FILES_DIR is {sessions}/files, which is closed to Claude, so no chat could use its files. Name a directory outside of SESSION_DIR
            FILES_DIR              | {dir}           | FILES_DIR is {dir}, but {dir}/work is in it, and chats could not use that any more. Name a directory of its own.
            FILES_MAX_BYTES        | much            | FILES_MAX_BYTES must be a number of bytes above 0, such as 500MB, not "much"
            SESSION_DIR            | /proc/sessions  | Cannot open the session directory /proc/sessions: /proc/sessions does not exist. Set SESSION_DIR to a directory that this user can write to.
            """)
    void aWrongSettingIsToldInOneSentenceWithTheFix(String name, String value, String told) throws Exception {
        settings.put(name, here(value));

        assertThat(refused()).contains(here(told));
    }

    private String here(String text) throws IOException {
        return text.replace("{sessions}", state.toRealPath().resolve("sessions").toString())
                .replace("{dir}", dir.toRealPath().toString());
    }

    @Test
    void aSessionDirectoryThatOthersCanReadIsRefusedWithTheFix() throws Exception {
        Files.createDirectory(
                sessions(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        assertThat(refused()).contains("run: chmod 700 " + sessions());
    }

    @Test
    void withNobodyAllowedTheBotRunsAndTellsHowToAllowSomebody() throws Exception {
        settings.put("TELEGRAM_ALLOWED_USERS", "");
        var log = dir.resolve("bot.log");
        var bot = BotProcess.start(dir, settings, log.toFile());
        try {
            chatWith(ada).says("hello");

            assertThat(chatWith(ada).awaitMessage("not allowed").text()).contains("Your id is " + ADA);
            assertThat(Files.readString(log))
                    .contains("TELEGRAM_ALLOWED_USERS is empty: nobody may use the bot")
                    .contains("add " + ADA + " to TELEGRAM_ALLOWED_USERS");
        } finally {
            bot.destroy();
            assertThat(bot.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Starts the bot, which must end by itself; returns what it said last, one line. */
    private String refused() throws Exception {
        var log = dir.resolve("bot.log");
        var bot = BotProcess.start(dir, settings, log.toFile());
        assertThat(bot.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(log);
        assertThat(bot.exitValue()).as(said).isEqualTo(1);
        assertThat(said).doesNotContain("Exception").doesNotContain("\tat ");
        var last = said.lines().reduce((before, line) -> line).orElse("");
        assertThat(last).as(said).startsWith("switchboard: ");
        return last;
    }
}
