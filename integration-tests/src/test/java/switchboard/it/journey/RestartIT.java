package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.Fault;
import switchboard.process.ProcessMark;

class RestartIT extends Journey {

    @Test
    void whatEndsBecauseSomebodyOrTheBotWantedItIsNoWarning() throws Exception {
        settings.put("CLAUDE_IDLE_PROCESS_MS", "500");
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        try (var log = new LogWatch()) {
            startBot();
            log.clear(); // what is said of the settings
            var chat = chatWith(ada);
            chat.says("hello");
            chat.awaitMessage("You said: hello");
            await().atMost(patience()).until(() -> ProcessMark.carrying(mark()).isEmpty());
            chat.says("a long story");
            claude.awaitHeld("story");
            chat.says("/stop");
            chat.awaitMessage("⏹ Stopped");
            chat.says("/new");
            chat.says("after /new");
            chat.awaitMessage("You said: after /new");
            chat.says("/cd " + directory("elsewhere"));
            chat.says("after /cd");
            chat.awaitMessage("You said: after /cd");
            chat.says("a long story");
            claude.awaitHeld("story");
            stopBot();
            assertThat(log.warnings()).isEmpty();
            startBot();
            log.clear();
            claude.awaitHeld("story");
            claude.release("story");
            chat.awaitAnswer("Once upon a time.");
            stopBot();
            assertThat(log.warnings()).isEmpty();
        }
    }

    @Test
    void afterARestartEachChatGoesOnWithItsHistoryAndItsDirectory() throws Exception {
        var apples = directory("apples");
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        one.says("/cd " + apples);
        one.awaitMessage(apples.toString());
        one.says("remember the apples");
        one.awaitMessage("You said: remember the apples");
        two.says("remember the pears");
        two.awaitMessage("You said: remember the pears");

        stopBot();
        startBot();

        one.says("what was it?");
        two.says("and mine?");
        assertThat(one.awaitMessage("You said: what was it?").text()).contains("remember the apples");
        assertThat(two.awaitMessage("You said: and mine?").text())
                .contains("remember the pears")
                .doesNotContain("apples");
        var last = claude.requests().stream()
                .filter(request -> request.prompt().contains("what was it?"))
                .findFirst()
                .orElseThrow();
        assertThat(last.workingDirectory()).hasToString(apples.toString());
    }

    @Test
    void whatWasSaidWhileTheBotWasDownIsAnswered() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        stopBot();

        chat.says("anybody there?");
        startBot();

        assertThat(chat.awaitMessage("You said: anybody there?").text()).contains("hello");
    }

    @Test
    void aTurnThatAStopCutOffGoesOnAfterTheRestart() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        startBot();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");

        stopBot();
        startBot();

        claude.awaitHeld("story");
        claude.release("story");
        chat.awaitAnswer("Once upon a time.");
        assertThat(said(chat).stream().filter(text -> text.contains("Once upon a time.")))
                .hasSize(1);
    }

    @Test
    void aLiveMessageOnItsWayAtTheStopBecomesTheAnswerAfterTheRestart() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        startBot();
        var chat = chatWith(ada);
        telegram.failNext("sendMessage", 1, Fault.delayed(Duration.ofSeconds(2)));
        chat.says("a long story");
        claude.awaitHeld("story");
        await().atMost(patience()).until(() -> telegram.faultsLeft() == 0);

        stopBot();
        startBot();

        claude.awaitHeld("story");
        claude.release("story");
        chat.awaitAnswer("Once upon a time.");
        assertThat(said(chat)).singleElement().asString().startsWith("Once upon a time.");
    }

    @Test
    void aSessionFileOfTheTypeScriptBotIsPickedUp() throws Exception {
        var project = directory("project");
        startBot();
        var chat = chatWith(ada);
        chat.says("/cd " + project);
        chat.awaitMessage(project.toString());
        chat.says("remember the plums");
        chat.awaitMessage("You said: remember the plums");
        var made = Files.readString(sessions().resolve(ADA + ".json"));
        var session = made.replaceAll("(?s).*\"session_id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        stopBot();
        Files.writeString(sessions().resolve(ADA + ".json"), """
                {"version":1,"chat_id":%d,"session_id":"%s","working_dir":"%s","saved_at":"2026-01-01T12:00:00.000Z"}
                """.formatted(ADA, session, project));
        startBot();

        chat.says("what was it?");

        assertThat(chat.awaitMessage("You said: what was it?").text()).contains("remember the plums");
    }

    @Test
    void anUnknownSessionIdIsToldAndThePromptRunsInANewSession() throws Exception {
        Files.createDirectory(
                sessions(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                sessions().resolve(ADA + ".json"), """
                {"version":1,"chat_id":%d,"session_id":"%s","working_dir":"%s","saved_at":"2026-01-01T12:00:00.000Z"}
                """.formatted(ADA, UUID.randomUUID(), work().toRealPath()));
        startBot();
        var chat = chatWith(ada);

        chat.says("hello");

        chat.awaitMessage("no longer has this conversation");
        chat.awaitMessage("You said: hello");
        chat.says("again");
        assertThat(chat.awaitMessage("You said: again").text()).contains("hello");
    }

    @Test
    void resumeOffersEachChatItsOwnSessionsAndTakesThemUp() throws Exception {
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        one.says("about apples");
        one.awaitMessage("You said: about apples");
        two.says("about pears");
        two.awaitMessage("You said: about pears");
        one.says("/new");
        two.says("/new");
        one.awaitMessage("New session");
        two.awaitMessage("New session");

        resume(one, "apples", "pears");
        resume(two, "pears", "apples");

        one.says("what was it?");
        two.says("and mine?");
        assertThat(one.awaitMessage("You said: what was it?").text()).contains("about apples");
        assertThat(two.awaitMessage("You said: and mine?").text()).contains("about pears");
    }

    private static void resume(Chat chat, String own, String others) {
        chat.says("/resume");
        var offer = chat.awaitMessage(message -> message.labels().stream().anyMatch(label -> label.contains(own)));
        assertThat(offer.labels()).noneMatch(label -> label.contains(others));
        chat.presses(
                offer,
                offer.labels().stream()
                        .filter(label -> label.contains(own))
                        .findFirst()
                        .orElseThrow());
        chat.awaitMessage("Now in");
    }

    @Test
    void newClearsOnlyThisChat() throws Exception {
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        one.says("about apples");
        one.awaitMessage("You said: about apples");
        two.says("about pears");
        two.awaitMessage("You said: about pears");

        one.says("/new");
        one.awaitMessage("New session");

        one.says("what was it?");
        two.says("what was it?");
        assertThat(one.awaitMessage("You said: what was it?").text()).doesNotContain("about apples");
        assertThat(two.awaitMessage("You said: what was it?").text()).contains("about pears");
    }
}
