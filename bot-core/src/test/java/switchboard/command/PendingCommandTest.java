package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.model.Prompt;
import switchboard.model.Session;

class PendingCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    private String key(int index) {
        var prompt = chat.state().waiting().skip(index).findFirst().orElseThrow();
        return prompt.id().value().substring(0, 8);
    }

    @Test
    void anEmptyQueueSaysSo() {
        assertThat(chat.give("/pending")).isEqualTo("Nothing waits.");
        assertThat(chat.buttons()).isEmpty();
        assertThat(chat.ask("one").give("/q")).isEqualTo("Now: “one”\nNothing waits.");
    }

    @Test
    void theQueueIsShownInOrderWithAButtonEach() {
        chat.ask("one").ask("two *b*").change(state -> state.move(Session.fresh(Path.of("/b"), null, TestChat.NOW)));
        chat.ask("three");

        assertThat(chat.give("/q"))
                .isEqualTo("Now: “one”\nWaiting:\n**1** “two \\*b\\*”\n→ then moves to `/b`\n**2** “three”");
        assertThat(chat.labels()).containsExactly("Remove 1", "Remove 2", "Clear");
        assertThat(chat.buttons())
                .containsExactly("/pending remove " + key(0), "/pending remove " + key(1), "/pending clear " + key(1));
    }

    @Test
    void aQueueOnHoldOffersToGoOn() {
        chat.ask("one").ask("two");
        chat.give("/stop");

        assertThat(chat.give("/pending")).contains("On hold:");
        assertThat(chat.buttons()).endsWith("/pending go", "/pending clear " + key(0));
        assertThat(chat.answered().give("/pending go")).isEqualTo("Going on with 1 prompt.");
        assertThat(Objects.requireNonNull(chat.state().flight()).prompt().text())
                .isEqualTo("two");
        assertThat(chat.give("/pending go")).isEqualTo("Nothing is on hold.");
    }

    @Test
    void openQuestionsAreShownOnceMore() {
        chat.give("/pending");
        assertThat(chat.showsQuestions()).isTrue();
    }

    @Test
    void onePromptIsRemoved() {
        chat.ask("one").ask("two").ask("three");
        var second = key(0);

        assertThat(chat.give("/pending remove " + second)).startsWith("Removed “two”.");
        assertThat(chat.waiting()).containsExactly("three");
        assertThat(chat.give("/pending remove " + second)).isEqualTo("That prompt is no longer waiting.");
        assertThat(chat.give("/pending remove")).isEqualTo("That prompt is no longer waiting.");
    }

    @Test
    void allAreRemovedAndTheMoveStays() {
        chat.ask("one").ask("two").ask("three");
        chat.change(state -> state.move(Session.fresh(Path.of("/b"), null, TestChat.NOW)));

        assertThat(chat.give("/pending clear")).isEqualTo("Removed 2 prompts.");
        assertThat(chat.waiting()).isEmpty();
        assertThat(chat.state().waitingMoves()).hasSize(1);
        assertThat(chat.give("/pending clear")).isEqualTo("Nothing waits.");
    }

    @Test
    void anOldButtonClearsOnlyWhatItShowed() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/pending");
        var clear = chat.buttons().getLast();
        chat.ask("said since");

        assertThat(chat.give(clear)).isEqualTo("Removed 2 prompts.");
        assertThat(chat.waiting()).containsExactly("said since");
        assertThat(chat.give(clear)).isEqualTo("Nothing waits.");
        assertThat(chat.waiting()).containsExactly("said since");
    }

    @Test
    void cancelTakesBackAPromptThatWaits() {
        chat.ask("one").ask("two").ask("three");
        var whole = chat.state().waiting().map(Prompt::id).findFirst().orElseThrow();

        assertThat(chat.give("/cancel " + whole)).isEqualTo("Cancelled “two”.");
        assertThat(chat.waiting()).containsExactly("three");
        assertThat(chat.stopsTheTurn()).isFalse();
    }

    @Test
    void cancelStopsTheTurnInFlightAndHoldsNothingBack() {
        chat.ask("one").ask("two");
        var flight = Objects.requireNonNull(chat.state().flight()).id().value();

        assertThat(chat.give("/cancel " + flight.substring(0, 8))).contains("Stopping");
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.state().paused()).isFalse();
    }

    @Test
    void cancelOfAPromptThatIsGoneSaysSo() {
        chat.ask("one");

        assertThat(chat.give("/cancel 01234567")).isEqualTo("That prompt is no longer waiting.");
        assertThat(chat.give("/cancel")).isEqualTo("That prompt is no longer waiting.");
        assertThat(chat.stopsTheTurn()).isFalse();
    }
}
