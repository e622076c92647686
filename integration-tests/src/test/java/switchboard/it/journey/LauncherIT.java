package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.Fault;
import switchboard.process.ProcessMark;

/** The bot as a process of its own, as the launcher starts it. */
class LauncherIT extends Journey {

    @Test
    void sigtermInMidTurnStopsInOrderAndTheTurnGoesOnAfterTheRestart() throws Exception {
        var first = launchBot();
        var chat = chatInALongStory();

        first.destroy();

        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).as(botLog()).isZero();
        assertThat(botLog()).doesNotContain("Exception", "\tat ");
        assertThat(ProcessMark.carrying(mark())).isEmpty();
        launchBot();
        theStoryIsToldOnce(chat);
        assertThat(botLog()).contains("Restored 0 session(s)", "Restored 1 session(s)");
    }

    /** What a terminal sends goes to all of its foreground processes, so to Claude, too. */
    @ParameterizedTest
    @ValueSource(strings = {"HUP", "INT"})
    void aTerminalThatIsClosedOrHasCtrlCPressedStopsInOrderAndTheTurnGoesOn(String signal) throws Exception {
        var first = launchBotInATerminal();
        var chat = chatInALongStory();

        new ProcessBuilder("kill", "-" + signal, "--", "-" + first.pid())
                .start()
                .waitFor();

        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).as(botLog()).isZero();
        assertThat(botLog()).contains("Stopped").doesNotContain("Exception", "WARN", "ERROR");
        assertThat(ProcessMark.carrying(mark())).isEmpty();
        launchBot();
        theStoryIsToldOnce(chat);
    }

    @ParameterizedTest
    @EnumSource
    void aFaultInsideTheJvmEndsItWithItsCodeAndNothingIsLost(JvmFault fault) throws Exception {
        var first = launchBot();
        var chat = chatInALongStory();

        await().atMost(patience()).until(() -> fault.strike(first.pid()) || !first.isAlive());

        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).as(botLog()).isEqualTo(fault.exitCode());
        if (fault != JvmFault.OUT_OF_MEMORY) {
            assertThat(botLog()).contains("ends with exit code 70");
            assertThat(ProcessMark.carrying(mark())).isEmpty();
        }
        launchBot();
        theStoryIsToldOnce(chat);
    }

    /** As containers and services with a private /tmp have it: one path, two directories, all processes in sight. */
    @Test
    void anotherBotWhoseSessionsHaveTheSamePathElsewhereLeavesThisOneAlone() throws Exception {
        launchBot();
        var chat = chatInALongStory();

        var elsewhere = Files.createDirectory(
                dir.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        settings.put("TELEGRAM_BOT_TOKEN", "7000000002:of-another-bot");
        settings.put("TELEGRAM_API_ROOT", "http://127.0.0.1:1");
        var log = dir.resolve("other.log");
        var other = BotProcess.startWith(
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind \"$0\" \"$1\" && exec \"$2\"",
                        elsewhere.toString(),
                        sessions().toString()),
                dir,
                settings,
                log.toFile());
        try {
            await().atMost(patience())
                    .until(() -> !other.isAlive() || Files.readString(log).contains("cannot be reached"));
            assumeTrue(other.isAlive(), "needs the right to make a mount namespace: " + Files.readString(log));
            claude.release("story");
            chat.awaitAnswer("Once upon a time.");
            assertThat(botLog()).doesNotContain("ended by itself");
        } finally {
            other.destroy();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(log)).doesNotContain("earlier run", "leftover");
    }

    @Test
    void killedInMidTurnTheBotEndsWhatIsLeftAndGoesOn() throws Exception {
        var first = launchBot();
        var chat = chatInALongStory();

        first.destroyForcibly();
        assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
        launchBot();

        theStoryIsToldOnce(chat);
    }

    @Test
    void theTokenStandsInNobodysEnvironmentAndNoLog() throws Exception {
        var bot = launchBot();

        telegram.awaitCall("getUpdates");
        assertThat(Files.readString(Path.of("/proc/" + bot.pid() + "/environ"))).doesNotContain(telegram.token());
        assertThat(Files.readString(Path.of("/proc/" + bot.pid() + "/cmdline"))).doesNotContain(telegram.token());
        assertThat(botLog()).doesNotContain(telegram.token());
    }

    @Test
    void aRefusedTokenEndsTheTurnsThatWereTakenUpAgain() throws Exception {
        var first = launchBot();
        chatInALongStory();
        first.destroyForcibly();
        assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
        telegram.failByChance((method, chat, text) -> method.equals("getMe") ? Fault.droppedBefore() : null);

        var second = launchBot();

        claude.awaitHeld("story");
        assertThat(ProcessMark.carrying(mark())).isNotEmpty();
        telegram.failByChance((method, chat, text) -> method.equals("getMe") ? Fault.error(401, "Unauthorized") : null);
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(ProcessMark.carrying(mark())).isEmpty();
        assertThat(botLog())
                .endsWith("switchboard: Telegram refuses TELEGRAM_BOT_TOKEN: copy it again from @BotFather.\n");
    }

    @Test
    void stoppedWhileTelegramIsOutOfReachItSaysNoMoreThanThat() throws Exception {
        settings.put("TELEGRAM_API_ROOT", "http://127.0.0.1:1");
        var bot = launchBot();
        await().atMost(patience()).until(() -> botLog().contains("Telegram cannot be reached"));

        bot.destroy();

        assertThat(bot.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bot.exitValue()).isZero();
        assertThat(botLog())
                .contains(
                        "Telegram cannot be reached (Connection refused). Check the network, HTTPS_PROXY or TELEGRAM_API_ROOT."
                                + " Telegram is asked at http://127.0.0.1:1, again in 3 s.")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void aSecondBotOnTheSameSessionsRefusesToStart() throws Exception {
        launchBot();
        telegram.awaitCall("getUpdates");
        settings.put("TELEGRAM_BOT_TOKEN", "7000000002:of-another-bot");

        assertThat(refused()).contains("Another bot uses " + sessions().toRealPath());
    }

    @Test
    void aSecondBotOnTheSameTokenRefusesToStart() throws Exception {
        launchBot();
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
        launchBot();
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
        assertThat(botLog())
                .containsOnlyOnce("Another program uses this bot's token")
                .contains("ERROR");
        assertThat(botLog()).contains("Telegram answers again");
    }

    /** In the middle of a turn. */
    private Chat chatInALongStory() {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");
        awaitKnownLive(chat.awaitLive("")); // the model may hold anywhere in its sentence
        return chat;
    }

    /** The turn goes on and ends. */
    private void theStoryIsToldOnce(Chat chat) {
        claude.awaitHeld("story");
        claude.release("story");
        chat.awaitAnswer("Once upon a time.");
        assertThat(said(chat)).containsOnlyOnce("Once upon a time.");
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
}
