package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

/** Where the bot may not write any more: a topic that is deleted, a person who has blocked it. */
class ShutOutIT extends Journey {

    @Test
    void whatIsOwedToADeletedTopicComesToTheChatItselfSaysSoAndItsButtonsWork() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        claude.when(
                "make",
                Script.call("Bash", Map.of("command", "touch made", "description", "make a file"))
                        .thenSay("It is made."));
        startBot();
        var forum = telegram.forum(-1001234567890L, "Work").with(ada);
        var bugs = forum.createsTopic("Bugs");
        bugs.says("/ask a long story");
        claude.awaitHeld("story");
        bugs.says("/ask make");
        bugs.awaitMessage("⏳ Queued");

        bugs.deletesTopic();
        claude.release("story");

        var answer = forum.awaitMessage("Once upon a time.");
        assertThat(answer.thread()).isZero();
        assertThat(answer.text()).startsWith("🧵 Topic “Bugs”, no longer open:");
        var question = forum.awaitPermissionRequest("touch made");
        assertThat(question.text()).startsWith("🧵 Topic “Bugs”, no longer open:");
        forum.presses(question, "✅ Allow").awaitAnswer();
        assertThat(forum.awaitMessage("It is made.").text()).startsWith("🧵 Topic “Bugs”, no longer open:");
        assertThat(work().resolve("made")).exists();
        assertThat(forum.now(question).text())
                .startsWith("🧵 Topic “Bugs”, no longer open:")
                .contains("▸ Allowed");
        assertThat(sessions().resolve("-1001234567890.json")).doesNotExist();
    }

    @Test
    void whoUnblocksTheBotGetsWhatIsOwedAndIsAnsweredAtOnce() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        var chat = chatWith(ada);
        startBot();
        chat.says("a long story");
        claude.awaitHeld("story");
        chat.removesBot();
        claude.release("story");
        telegram.awaitThat(
                "the answer, or what is shown before it, is refused",
                () -> telegram.calls().stream().anyMatch(call -> call.status() == 403));

        telegram.patience(Duration.ofSeconds(10)); // less than the first pause
        chat.addsBot();
        chat.awaitMessage("Once upon a time.");
        chat.says("and then?");
        chat.awaitMessage("You said: and then?");
        assertThat(said(chat).stream().filter(text -> text.contains("Once upon a time.")))
                .hasSize(1);
    }
}
