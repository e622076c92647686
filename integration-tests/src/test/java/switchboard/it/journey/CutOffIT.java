package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;
import switchboard.process.ProcessMark;

/** A hard kill while a tool is at work: nothing is done twice unless the person says so. */
class CutOffIT extends Journey {

    private static final String CONTINUE = "Continue";
    private static final String DISCARD = "Discard";

    /** The tool that is cut off: it notes that it ran and then takes its time. */
    @BeforeEach
    void aToolThatTakesItsTime() throws IOException {
        settings.put("CLAUDE_PERMISSION_MODE", "bypassPermissions");
        var script = Files.writeString(work().resolve("build.sh"), """
                echo run >> runs
                [ -e quick ] || sleep 600
                """);
        claude.when(
                "build the whole thing",
                Script.say("I build.")
                        .thenCall("Bash", Map.of("command", "sh " + script, "description", "build"))
                        .thenSay("Built."));
    }

    @Test
    void afterAKillOfTheBotThePersonIsAskedAndContinueGoesOn() throws Exception {
        launchBot();
        var chat = building();

        killBot();
        launchBot();

        var question = awaitQuestion(chat);
        assertThat(question.text()).contains("build the whole thing", "sh ", "build.sh");
        assertThat(question.labels()).containsExactly(CONTINUE, DISCARD);
        assertThat(runs()).isEqualTo(1);
        Files.createFile(work().resolve("quick"));
        chat.presses(question, CONTINUE);
        chat.awaitMessage("Built.");
        assertThat(runs()).as("whether it runs once more is the model's choice").isBetween(1, 2);
        assertThat(chat.now(question).labels()).isEmpty();
    }

    @Test
    void discardedItEndsAndWhatWaitedBehindItRuns() throws Exception {
        launchBot();
        var chat = building();
        chat.says("and then?");
        chat.awaitMessage("Queued.");

        killBot();
        launchBot();

        var question = awaitQuestion(chat);
        assertThat(said(chat)).noneMatch(text -> text.contains("You said: and then?"));
        chat.presses(question, DISCARD);
        chat.awaitMessage("You said: and then?");
        assertThat(runs()).isEqualTo(1);
        assertThat(said(chat)).noneMatch(text -> text.contains("Built."));
    }

    @Test
    void whatWasDiscardedDoesNotGoOnWhenTheNextPromptIsCutOffBeforeClaudeHasIt() throws Exception {
        var real = settings.get("CLAUDE_CLI_PATH");
        var slow = work().resolve("slow");
        var wrapper = Files.writeString(dir.resolve("claude"), """
                #!/bin/sh
                [ -e %s ] && exec sleep 600
                exec %s "$@"
                """.formatted(slow, real));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
        settings.put("CLAUDE_CLI_PATH", wrapper.toString());
        launchBot();
        var chat = building();
        killBot();
        launchBot();
        var question = awaitQuestion(chat);
        Files.createFile(slow);
        chat.presses(question, DISCARD);
        chat.awaitMessage("Stopped");
        chat.says("and then?");
        awaitStored("\"begun\":true");

        killBot();
        Files.delete(slow);
        Files.createFile(work().resolve("quick"));
        launchBot();

        chat.awaitMessage("You said: and then?");
        assertThat(runs()).isEqualTo(1);
        assertThat(said(chat)).noneMatch(text -> text.contains("Built."));
    }

    @Test
    void afterAKillOfClaudeAloneThePersonIsAskedToo() throws Exception {
        startBot();
        var chat = building();

        ProcessMark.carrying(mark()).forEach(ProcessHandle::destroyForcibly);

        var question = awaitQuestion(chat);
        assertThat(runs()).isEqualTo(1);
        Files.createFile(work().resolve("quick"));
        chat.presses(question, CONTINUE);
        chat.awaitMessage("Built.");
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void afterOneMoreRestartItIsAskedAnewAndTheOldButtonsGo() throws Exception {
        startBot();
        var chat = building();
        ProcessMark.carrying(mark()).forEach(ProcessHandle::destroyForcibly);
        var before = awaitQuestion(chat);
        awaitKnown(before);

        stopBot();
        startBot();

        var question = chat.awaitMessage(
                message -> message.id() != before.id() && message.labels().contains(DISCARD));
        await().atMost(patience()).until(() -> chat.now(before).labels().isEmpty());
        assertThat(runs()).isEqualTo(1);
        chat.presses(question, DISCARD).awaitAnswer();
        chat.says("and now?");
        chat.awaitMessage("You said: and now?");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void aToolThatHadFinishedIsNotAskedAboutAndNotRunAgain() throws Exception {
        Files.createFile(work().resolve("quick"));
        claude.when(
                "build it quickly",
                Script.call("Bash", Map.of("command", "sh build.sh", "description", "build"))
                        .thenSay("Built.")
                        .hold("built"));
        launchBot();
        var chat = chatWith(ada);
        chat.says("build it quickly");
        claude.awaitHeld("built");
        awaitInTranscript("tool_result");

        killBot();
        launchBot();

        claude.awaitHeld("built");
        claude.release("built");
        chat.awaitMessage("Built.");
        assertThat(runs()).isEqualTo(1);
        assertThat(said(chat)).noneMatch(text -> text.contains("Cut off"));
    }

    @Test
    void aToolThatWaitedForItsPermissionHasNotRunAndIsAskedAnew() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "default");
        Files.createFile(work().resolve("quick"));
        startBot();
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        chat.says("build the whole thing");
        var before = chat.awaitMessage(message -> message.labels().contains("✅ Allow"));
        awaitInTranscript("tool_use");

        ProcessMark.carrying(mark()).forEach(ProcessHandle::destroyForcibly);

        var after = chat.awaitMessage(
                message -> message.id() != before.id() && message.labels().contains("✅ Allow"));
        chat.presses(after, "✅ Allow");
        chat.awaitMessage("Built.");
        assertThat(runs()).isEqualTo(1);
        assertThat(said(chat)).noneMatch(text -> text.contains("Cut off"));
    }

    @Test
    void aQuestionThatClaudeCodeDeniedByItselfAfterTheBotWasKilledIsTold() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "default");
        launchBot();
        var chat = chatWith(ada);
        chat.says("hello");
        chat.awaitMessage("You said: hello");
        chat.says("build the whole thing");
        chat.awaitMessage(message -> message.labels().contains("✅ Allow"));

        killBot();
        await().atMost(patience()).until(() -> ProcessMark.carrying(mark()).isEmpty());
        launchBot();

        chat.awaitMessage("denied automatically");
        chat.awaitMessage("Built.");
        assertThat(runs()).isZero();
    }

    @Test
    void wordsThatReplyToTheQuestionAreAPromptOfTheirOwn() throws Exception {
        // The question that the reply quotes has the first prompt's words.
        claude.when("what did it do?", Script.say("It built."));
        startBot();
        var chat = building();
        ProcessMark.carrying(mark()).forEach(ProcessHandle::destroyForcibly);
        var question = awaitQuestion(chat);

        chat.repliesTo(question, "what did it do?");

        chat.awaitMessage("Queued.");
        chat.presses(question, DISCARD);
        chat.awaitMessage("It built.");
    }

    private Chat building() {
        var chat = chatWith(ada);
        chat.says("build the whole thing");
        await().atMost(patience()).until(() -> runs() == 1);
        return chat;
    }

    private static ChatMessage awaitQuestion(Chat chat) {
        return chat.awaitMessage(message -> message.labels().contains(CONTINUE));
    }

    private int runs() throws IOException {
        var runs = work().resolve("runs");
        return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
    }
}
