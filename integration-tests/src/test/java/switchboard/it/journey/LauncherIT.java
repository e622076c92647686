package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.claude.ProcessMark;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Fault;

/** The bot as a process of its own, as the launcher starts it. */
class LauncherIT extends Journey {

    private @Nullable Process process;

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void sigtermInMidTurnStopsInOrderAndTheTurnGoesOnAfterTheRestart() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        var first = launch();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");

        first.destroy();

        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).as(log()).isZero();
        assertThat(log()).doesNotContain("Exception", "\tat ");
        assertThat(ProcessMark.carrying(mark())).isEmpty();
        launch();
        claude.awaitHeld("story");
        assertThat(log()).contains("Restored 0 session(s)", "Restored 1 session(s)");
        claude.release("story");
        chat.awaitMessage(message -> message.text().equals("Once upon a time."));
        assertThat(said(chat).stream().filter(text -> text.equals("Once upon a time.")))
                .hasSize(1);
    }

    @Test
    void killedInMidTurnTheBotEndsWhatIsLeftAndGoesOn() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        var first = launch();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");

        first.destroyForcibly();
        assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
        launch();

        claude.awaitHeld("story");
        claude.release("story");
        chat.awaitMessage(message -> message.text().equals("Once upon a time."));
        assertThat(said(chat).stream().filter(text -> text.equals("Once upon a time.")))
                .hasSize(1);
    }

    @Test
    void theTokenStandsInNobodysEnvironmentAndNoLog() throws Exception {
        var bot = launch();

        telegram.awaitCall("getUpdates");
        assertThat(Files.readString(Path.of("/proc/" + bot.pid() + "/environ"))).doesNotContain(telegram.token());
        assertThat(Files.readString(Path.of("/proc/" + bot.pid() + "/cmdline"))).doesNotContain(telegram.token());
        assertThat(log()).doesNotContain(telegram.token());
    }

    @Test
    void aRefusedTokenEndsTheTurnsThatWereTakenUpAgain() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        var first = launch();
        chatWith(ada).says("a long story");
        claude.awaitHeld("story");
        first.destroyForcibly();
        assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
        telegram.failNext("getMe", 1, Fault.droppedBefore());
        telegram.failNext("getMe", 1, Fault.error(401, "Unauthorized"));

        var second = launch();

        claude.awaitHeld("story");
        assertThat(ProcessMark.carrying(mark())).isNotEmpty();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(ProcessMark.carrying(mark())).isEmpty();
        assertThat(log())
                .endsWith("switchboard: Telegram refuses TELEGRAM_BOT_TOKEN: copy it again from @BotFather.\n");
    }

    @Test
    void stoppedWhileTelegramIsOutOfReachItSaysNoMoreThanThat() throws Exception {
        settings.put("TELEGRAM_API_ROOT", "http://127.0.0.1:1");
        var bot = launch();
        await().atMost(patience()).until(() -> log().contains("Telegram cannot be reached"));

        bot.destroy();

        assertThat(bot.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bot.exitValue()).isZero();
        assertThat(log())
                .contains(
                        "Telegram cannot be reached at http://127.0.0.1:1; trying again every 3 s. Check the network or"
                                + " TELEGRAM_API_ROOT.")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void aSecondBotOnTheSameSessionsRefusesToStart() throws Exception {
        launch();
        telegram.awaitCall("getUpdates");
        settings.put("TELEGRAM_BOT_TOKEN", "7000000002:of-another-bot");

        assertThat(refused()).contains("Another bot uses " + sessions().toRealPath());
    }

    @Test
    void aSecondBotOnTheSameTokenRefusesToStart() throws Exception {
        launch();
        telegram.awaitCall("getUpdates");
        settings.put("SESSION_DIR", dir.resolve("other-sessions").toString());

        assertThat(refused())
                .contains("Another bot runs with this TELEGRAM_BOT_TOKEN")
                .contains("stop it")
                .doesNotContain(telegram.token());
        assertThat(telegram.calls("getMe")).hasSize(1);
    }

    @Test
    void anotherProgramOnTheTokenIsReportedOnceAndNoMessageIsLost() throws Exception {
        launch();
        var chat = chatWith(ada);
        telegram.awaitCall("getUpdates");
        telegram.failNext(
                "getUpdates",
                2,
                Fault.error(
                        409,
                        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
                                + " running"));

        chat.says("before");
        chat.awaitMessage("You said: before");
        chat.says("meanwhile");

        chat.awaitMessage("You said: meanwhile");
        assertThat(telegram.faultsLeft()).isZero();
        assertThat(log())
                .containsOnlyOnce("Another program uses this bot's token")
                .contains("ERROR");
        assertThat(log()).contains("Telegram answers again");
    }

    /** Starts a second bot, which must end by itself with one sentence; returns what it said. */
    private String refused() throws Exception {
        var log = dir.resolve("second.log");
        var second = BotProcess.start(dir, settings, log.toFile());
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(log);
        assertThat(second.exitValue()).as(said).isEqualTo(1);
        assertThat(said).doesNotContain("Exception").doesNotContain("\tat ");
        return said;
    }

    private Process launch() throws Exception {
        var started = BotProcess.start(dir, settings, dir.resolve("bot.log").toFile());
        process = started;
        return started;
    }

    private String log() throws Exception {
        return Files.readString(dir.resolve("bot.log"));
    }
}
