package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;
import switchboard.it.telegram.Fault;

/** What a stop, a kill or a flood wait leaves in a chat. */
class DeliveryIT extends Journey {

    @Test
    void theButtonsOfAQuestionOpenAtAStopGoAfterTheRestart() throws Exception {
        var chat = chatWith(ada);
        startBot();
        var question = asked(chat);
        awaitKnown(question);

        stopBot();
        startBot();

        telegram.awaitThat("the old buttons are gone", () -> !isOpen(chat.now(question)));
        awaitNoneKnown();
    }

    @Test
    void theButtonsOfAQuestionOpenAtAKillGoAfterTheRestart() throws Exception {
        var chat = chatWith(ada);
        launchBot();
        var question = asked(chat);
        awaitKnown(question);

        killBot();
        launchBot();

        telegram.awaitThat("the old buttons are gone", () -> !isOpen(chat.now(question)));
    }

    @Test
    void aButtonThatAKillHasLeftBehindSaysWhyNotAndGoesOnceItIsPressed() throws Exception {
        var chat = chatWith(ada);
        launchBot();
        var question = asked(chat);
        killBot(); // perhaps before anyone has stored that there is a message with buttons
        launchBot();
        chat.awaitMessage("Done.");

        var data =
                Objects.requireNonNull(question.buttons().getFirst().getFirst().callbackData());
        assertThat(chat.pressesData(question, data).awaitAnswer().toString()).contains("no longer open");
        telegram.awaitThat("the old buttons are gone", () -> !isOpen(chat.now(question)));
    }

    @Test
    void theNoticeOfAPromptThatWaitedIsGoneOnceItIsAnsweredAfterAKill() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        var chat = chatWith(ada);
        launchBot();
        chat.says("a long story");
        claude.awaitHeld("story");
        chat.says("and then?");
        var notice = chat.awaitMessage("⏳ Queued.");
        awaitKnownLive(notice);

        killBot();
        launchBot();

        claude.awaitHeld("story");
        claude.release("story");
        chat.awaitMessage("You said: and then?");
        telegram.awaitThat(
                "the notice is gone", () -> said(chat).stream().noneMatch(text -> text.contains("⏳ Queued")));
    }

    @Test
    void aFloodWaitThatOutlastsARestartLosesNothingAndSilencesNoOtherChat() throws Exception {
        claude.when("hello", Script.say("Hello."));
        var one = chatWith(ada);
        var two = chatWith(bob);
        startBot();
        telegram.failNext(one, "sendMessage", 1, Fault.tooManyRequests(6));
        one.says("hello");
        telegram.awaitThat("the flood wait", () -> telegram.limits().floodWaits() > 0);

        two.says("hello");
        two.awaitMessage("Hello.");
        assertThat(said(one)).isEmpty();
        assertThat(telegram.limits().callsInsideCooldown()).isZero();
        stopBot();
        startBot();
        two.says("still there?");
        two.awaitMessage("You said: still there?");

        one.awaitMessage("Hello.");
        one.says("and now?");
        one.awaitMessage("You said: and now?");
        assertThat(said(one).stream().filter(text -> text.contains("Hello."))).hasSize(1);
    }

    private ChatMessage asked(Chat chat) {
        claude.when(
                "make",
                Script.call("Bash", Map.of("command", "touch made", "description", "make a file"))
                        .thenSay("Done."));
        chat.says("make");
        return chat.awaitMessage(DeliveryIT::isOpen);
    }

    private static boolean isOpen(ChatMessage message) {
        return message.labels().contains("✅ Allow");
    }
}
