package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

class LimitsIT extends Journey {

    @Test
    void aLongTurnAsksWhetherToGoOnAndIsStoppedFromThere() throws Exception {
        settings.put("QUERY_TIMEOUT_MS", "1500");
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        startBot();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");

        var asked = chat.awaitMessage("Still working after");
        assertThat(asked.labels()).containsExactly("⏹ Stop");
        chat.presses(asked, "⏹ Stop");

        chat.awaitMessage("⏹ Stopped");
        chat.says("still there?");
        chat.awaitMessage("You said: still there?");
    }

    @Test
    void aLongTurnThatNobodyStopsGoesOnAndItsOldButtonStopsNoOther() throws Exception {
        settings.put("QUERY_TIMEOUT_MS", "1500");
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        claude.when("another one", Script.say("There was a king.").hold("king"));
        startBot();
        var chat = chatWith(ada);
        chat.says("a long story");
        claude.awaitHeld("story");
        var asked = chat.awaitMessage("Still working after");

        claude.release("story");
        chat.awaitMessage("Once upon a time.");
        chat.says("another one");
        claude.awaitHeld("king");
        chat.presses(asked, "⏹ Stop");

        chat.awaitMessage("That task has ended already.");
        claude.release("king");
        chat.awaitMessage("There was a king.");
    }

    @Test
    void beyondTheQueuesSizeAPersonIsToldAndAllThatWasTakenIsAnsweredInOrder() throws Exception {
        settings.put("MAX_QUERY_QUEUE_SIZE", "2");
        claude.when("first", Script.say("Answer one.").hold("first"));
        startBot();
        aSecondBegins();
        var chat = chatWith(ada);
        chat.says("first");
        claude.awaitHeld("first");
        chat.says("second");
        chat.awaitMessage("⏳ Queued.");
        chat.says("third");
        chat.awaitMessage("3rd in this chat");

        var refused = chat.says("fourth");

        var told = chat.awaitMessage("The queue is full");
        assertThat(told.replyTo()).isEqualTo(refused.id());
        chat.says("/retry");
        chat.awaitMessage(message -> message.id() > told.id() && message.text().contains("The queue is full"));
        claude.release("first");
        chat.awaitMessage("You said: third");
        assertThat(claude.requests().stream().map(request -> request.prompt()))
                .containsExactly("first", "second", "third");
        var answers = said(chat).stream()
                .filter(text -> text.startsWith("Answer one.") || text.startsWith("You said"))
                .map(text -> text.substring(0, 11))
                .toList();
        assertThat(answers).isEqualTo(List.of("Answer one.", "You said: s", "You said: t"));
        chat.says("fourth");
        chat.awaitMessage("You said: fourth");
    }

    /** Telegram dates messages to the second: those of the second in which the bot started may have been said before. */
    private static void aSecondBegins() {
        var started = Instant.now().getEpochSecond();
        Awaitility.await().until(() -> Instant.now().getEpochSecond() > started);
    }
}
