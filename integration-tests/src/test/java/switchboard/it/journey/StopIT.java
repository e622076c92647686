package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

class StopIT extends Journey {

    @Test
    void stopInMidStreamEndsTheTurnAndKeepsTheSession() throws Exception {
        claude.when("a long story", Script.say("Once upon a time. ".repeat(50)).hold("story"));
        startBot();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");

        chat.says("/stop");

        chat.awaitMessage("⏹ Stopped");
        chat.says("still there?");
        assertThat(chat.awaitMessage("You said: still there?").text()).contains("a long story");
    }

    @Test
    void stopInARunningBashEndsTheCommand() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "bypassPermissions");
        var pid = work().resolve("pid");
        claude.when("run", Script.call("Bash", Map.of("command", "echo $$ > pid; sleep 300", "description", "wait")));
        startBot();
        var chat = chatWith(ada);
        chat.says("run");
        Awaitility.await().atMost(patience()).until(() -> Files.exists(pid) && Files.size(pid) > 0);
        var process =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

        chat.says("/stop");

        chat.awaitMessage("⏹ Stopped");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !process.isAlive());
    }

    @Test
    void stopWhileAPermissionIsPendingWithdrawsTheQuestion() throws Exception {
        claude.when("touch", Script.call("Bash", Map.of("command", "touch made", "description", "make a file")));
        startBot();
        var chat = chatWith(ada);
        chat.says("touch");
        var question = chat.awaitPermissionRequest("touch made");

        chat.says("/stop");

        chat.awaitMessage("⏹ Stopped");
        telegram.awaitThat(
                "the question is closed", () -> chat.now(question).labels().isEmpty());
        assertThat(Files.exists(work().resolve("made"))).isFalse();
    }

    @Test
    void stopTwiceAndStopWithNothingRunningSayWhatTheyDid() throws Exception {
        claude.when("a long story", Script.say("Once upon a time. ".repeat(50)).hold("story"));
        startBot();
        var chat = chatWith(ada);
        chat.says("/stop");
        chat.awaitMessage("othing");
        chat.says("a long story");
        claude.awaitHeld("story");

        chat.says("/stop");
        chat.says("/stop");

        chat.awaitMessage("⏹ Stopped");
        assertThat(said(chat).stream().filter(text -> text.contains("⏹ Stopped")))
                .hasSize(1);
    }

    @Test
    void afterAStopANewMessageRunsAloneAndWhatIsOnHoldRunsOnlyIfToldAndWhereItWasAskedFor() throws Exception {
        claude.when("a long story", Script.say("Once upon a time. ".repeat(50)).hold("story"));
        Files.createDirectory(work().resolve("elsewhere"));
        startBot();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");
        chat.says("delete it all");
        var notice = chat.awaitMessage("⏳ Queued.");

        chat.says("/stop");

        var stopped = chat.awaitMessage(
                message -> message.labels().contains("Run it") && message.text().contains("⏹"));
        assertThat(stopped.text())
                .contains("Once upon a time")
                .contains("⏹ Stopped")
                .contains("your session is kept. 1 message is on hold.");
        telegram.awaitThat("the notice tells it", () -> chat.now(notice).text().equals("⏸ On hold."));
        chat.says("no, do this instead");
        chat.awaitMessage("You said: no, do this instead");
        chat.says("/cd elsewhere");
        chat.awaitMessage("Now in");
        chat.says("/pending");
        chat.awaitMessage("⏸ On hold:");
        assertThat(claude.requests()).noneMatch(request -> request.prompt().contains("delete it all"));

        stopBot();
        startBot();
        var told = chat.awaitMessage(message -> message.text().equals("1 message is on hold."));
        chat.presses(told, "Run it");

        var answer = chat.awaitMessage("You said: delete it all");
        assertThat(answer.text()).as("in the session it was asked in").contains("a long story");
    }
}
