package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Round;
import switchboard.it.anthropic.Script;

/** Limits of a day as people meet them, with what Claude Code itself reckons. */
class BudgetIT extends Journey {

    /** Each such message costs $0.60. */
    private static final Round.Usage DEAR = new Round.Usage(100_000, 10_000, 0, 0);

    @BeforeEach
    void prices() {
        claude.when("dear", Script.say("That was dear.").usage(DEAR));
        claude.when("dear two", Script.say("Dear again.").usage(DEAR));
        claude.when("cheap", Script.say("That was cheap.").usage(new Round.Usage(0, 0, 0, 0)));
    }

    @Test
    void aMessageBeyondTheBudgetWaitsOverARestartUntilAPersonLetsItRun() throws Exception {
        startBot();
        var chat = chatWith(ada);
        chat.says("/budget five");
        chat.awaitMessage("I don't understand “five”. Send an amount in US dollars above 0");
        chat.says("/budget 0.50");
        chat.awaitMessage("Budget: $0.50 a day for this chat.\nToday: $0 of $0.50 (0%).\nThe next day begins at ");
        chat.says("dear one");
        chat.awaitAnswer("That was dear.");
        chat.awaitMessage("⚠️ This chat has cost $0.60 today, 120% of its budget.");

        chat.says("cheap one");
        var before = chat.awaitMessage("💳 Today's budget for this chat is used up: $0.60 of $0.50");
        chat.says("cheap two");
        awaitStored("cheap two");
        stopBot();
        startBot();
        var question = chat.awaitMessage(
                message -> message.id() > before.id() && message.text().contains("used up: $0.60 of $0.50"));
        assertThat(question.labels()).containsExactly("Go on until tomorrow", "Discard");
        assertThat(claude.requests()).noneMatch(request -> request.prompt().contains("cheap"));
        chat.presses(question, "Go on until tomorrow");

        chat.awaitAnswer("That was cheap.");
        assertThat(chat.now(question).labels()).isEmpty();
        chat.says("dear two");
        chat.awaitAnswer("Dear again.");
        chat.says("/cost");
        assertThat(chat.awaitMessage("This session: ").text())
                .as("the resumed session counts what is new only")
                .contains("Today: $1.20.\n", "in 4 turns", "\nBudget: $1.20 of $0.50 today (240%).");
    }

    @Test
    void beyondTheLimitForAllChatsAnOwnerLetsThemContinue() throws Exception {
        settings.put("MAX_COST_PER_DAY", "1");
        settings.put("TELEGRAM_OWNERS", Long.toString(ADA));
        startBot();
        var owner = chatWith(ada);
        var user = chatWith(bob);
        owner.says("dear one");
        owner.awaitAnswer("That was dear.");
        user.says("dear one");
        user.awaitAnswer("That was dear.");
        user.awaitMessage("⚠️ All chats together have reached today's limit of $1.00.");
        user.says("cheap one");
        var asked = user.awaitMessage("💳 Today's limit for all chats is reached: $1.00");
        assertThat(asked.labels()).containsExactly("Discard");
        var forged = Objects.requireNonNull(
                        asked.buttons().getFirst().getFirst().callbackData())
                .replaceFirst("n$", "y");
        assertThat(user.pressesData(asked, forged).awaitAnswer().text())
                .isEqualTo("Only an owner of this bot can lift the limit for all chats.");

        owner.says("cheap two");
        var askedToo = owner.awaitMessage("💳 Today's limit for all chats is reached: $1.00");
        owner.presses(askedToo, "Go on until tomorrow");

        owner.awaitAnswer("That was cheap.");
        user.awaitAnswer("That was cheap.");
        owner.says("/status");
        assertThat(owner.awaitMessage("📊 Bot Status").text()).contains("💳 All chats: $1.20 of $1.00 today (120%)");
    }
}
