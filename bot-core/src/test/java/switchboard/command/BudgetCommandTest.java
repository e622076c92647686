package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.budget.Spending;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.Day;
import switchboard.model.DayLimit;
import switchboard.model.Session;
import switchboard.text.HumanText;

/** {@code /budget}, and what {@code /cost} and {@code /status} tell of it. */
class BudgetCommandTest {

    private static final String ENDS = "The next day begins at " + Day.end(Day.of(TestChat.NOW)) + ", in "
            + HumanText.spoken(Day.left(TestChat.NOW)) + ".";

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void withoutABudgetAmountsAreOffered() {
        assertThat(chat.give("/budget")).isEqualTo("No budget for this chat. /budget 5 limits it to $5.00 a day.");
        assertThat(chat.labels()).containsExactly("$2", "$5", "$10", "$20");
        assertThat(chat.buttons()).containsExactly("/budget 2", "/budget 5", "/budget 10", "/budget 20");
    }

    @Test
    void aBudgetIsToldWithWhatIsSpentAndWhenTheDayEnds() {
        spend(0.8);

        assertThat(chat.give("/budget $5"))
                .isEqualTo("Budget: $5.00 a day for this chat.\nToday: $0.80 of $5.00 (16%).\n" + ENDS);
        assertThat(chat.state().usage().limit()).contains(new DayLimit(5));
        chat.give("/budget");
        assertThat(chat.labels()).containsExactly("$2", "$5", "$10", "$20", "No budget");
    }

    @Test
    void aBudgetThatIsSpentAlreadySaysWhatFollows() {
        spend(0.8);

        assertThat(chat.give("/budget 0.5"))
                .isEqualTo("Budget: $0.50 a day for this chat.\nToday: $0.80 of $0.50 (160%).\n" + ENDS
                        + "\nThe next message waits for your OK.");
        chat.change(state -> state.with(ChatState::usage, usage -> usage.goingOn(Day.of(TestChat.NOW))));
        assertThat(chat.give("/budget")).endsWith(ENDS + "\nYou let this chat continue until then.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "OFF", "none", "-"})
    void offTakesTheBudgetAway(String word) {
        chat.give("/budget 5");

        assertThat(chat.give("/budget " + word)).isEqualTo("Budget off.");
        assertThat(chat.state().usage().budget()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"five", "0", "-5", "1,000", "5 per day", "NaN", "*"})
    void nonsenseIsRefusedInOneSentenceAndChangesNothing(String word) {
        chat.give("/budget 5");
        var before = chat.state();

        assertThat(chat.give("/budget " + word))
                .startsWith("I don't understand “")
                .endsWith("”. Send an amount in US dollars above 0, like /budget 5 or /budget 7.50, or /budget off.")
                .doesNotContain("\n");
        assertThat(chat.state()).isEqualTo(before);
    }

    @Test
    void whatIsTypedIsQuotedShortAndAsText() {
        assertThat(chat.give("/budget **" + "x".repeat(1_000)))
                .startsWith("I don't understand “\\*\\*x")
                .hasSizeLessThan(250);
    }

    @Test
    void costAndStatusTellOfIt() {
        spend(0.8);
        chat.give("/budget 5");

        assertThat(chat.give("/cost")).endsWith("output tokens.\nBudget: $0.80 of $5.00 today (16%).");
        assertThat(chat.give("/status")).contains("\n💳 Budget: $0.80 of $5.00 today (16%)");
        chat.give("/budget off");
        assertThat(chat.give("/cost")).doesNotContain("Budget");
        assertThat(chat.give("/status")).doesNotContain("Budget");
    }

    @Test
    void theLimitForAllIsToldToThoseWhoMaySeeAllChats() {
        var spending = Spending.of(Optional.of(new DayLimit(20)));
        var other = ChatState.of(ChatId.of(8), Session.fresh(Path.of("/srv"), null, TestChat.NOW));
        spending.note(other.with(ChatState::usage, usage -> usage.plus(new Cost(1, 0, 0, 0, 0, 4.2), TestChat.NOW)));
        chat.spending(spending);
        spend(0.8);

        assertThat(chat.give("/budget")).endsWith("a day.\nAll chats today: $5.00 of $20.00 (25%).\n" + ENDS);
        assertThat(chat.give("/cost")).endsWith("\nAll chats today: $5.00 of $20.00 (25%).");
        assertThat(chat.give("/status")).contains("\n💳 All chats: $5.00 of $20.00 today (25%)");
        chat.change(state -> state.with(ChatState::usage, usage -> usage.allGoingOn(Day.of(TestChat.NOW))));
        assertThat(chat.give("/budget")).endsWith("\nAn owner let all chats continue until then.");
        chat.inGroup();
        for (var command : new String[] {"/budget", "/cost", "/status"}) {
            assertThat(chat.give(command)).doesNotContain("$20.00", "All chats");
        }
    }

    private void spend(double usd) {
        chat.ask("one").answered(new Cost(1000, 1, 1500, 0, 0, usd));
    }
}
