package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.claude.ProcessMark;
import switchboard.it.anthropic.Script;

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
        assertThat(ProcessMark.carrying(mark())).isEmpty();
        launch();
        claude.awaitHeld("story");
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
    void aSecondBotOnTheSameSessionsRefusesToStart() throws Exception {
        launch();
        telegram.awaitCall("getUpdates");

        var second = start(dir.resolve("second.log").toFile());

        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(Files.readString(dir.resolve("second.log"))).contains("Another bot");
    }

    private Process launch() throws Exception {
        var started = start(dir.resolve("bot.log").toFile());
        process = started;
        return started;
    }

    /** As the launcher does: the program from the class path of this test, the token by pipe. */
    private Process start(File log) throws Exception {
        var command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "exec 3< <(printf 'TELEGRAM_BOT_TOKEN=%s\\n' \"$TELEGRAM_BOT_TOKEN\"); unset TELEGRAM_BOT_TOKEN;"
                        + " export SWITCHBOARD_SECRETS_FD=3; exec \"$@\"",
                "launcher",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "switchboard.app.Main"));
        var builder = new ProcessBuilder(command).directory(dir.toFile());
        builder.environment().clear();
        builder.environment().putAll(settings);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private String log() throws Exception {
        return Files.readString(dir.resolve("bot.log"));
    }
}
