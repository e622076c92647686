package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.Session;

class PendingCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    private String key(int index) {
        var prompt = chat.state().waiting().skip(index).findFirst().orElseThrow();
        return prompt.id().value().substring(0, 8);
    }

    @Test
    void anEmptyQueueSaysSo() {
        assertThat(chat.give("/pending")).isEqualTo("The queue is empty.");
        assertThat(chat.buttons()).isEmpty();
        assertThat(chat.ask("one").give("/q")).isEqualTo("Now: “one”\nThe queue is empty.");
    }

    @Test
    void theQueueIsShownInOrderWithAButtonEach() {
        chat.ask("one").ask("two *b*").change(state -> state.move(Session.fresh(Path.of("/b"), null, TestChat.NOW)));
        chat.ask("three");

        assertThat(chat.give("/q"))
                .isEqualTo("Now: “one”\nQueued:\n**1** “two \\*b\\*”\n→ then moves to `/b`\n**2** “three”");
        assertThat(chat.labels()).containsExactly("Remove 1", "Remove 2", "Clear the queue");
        assertThat(chat.buttons())
                .containsExactly("/pending remove " + key(0), "/pending remove " + key(1), "/pending clear " + key(1));
    }

    @Test
    void whatIsOnHoldIsListedBehindTheQueueAndOffersToBeRun() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/stop");
        chat.answered().ask("four").ask("five");

        assertThat(chat.give("/pending"))
                .isEqualTo("Now: “four”\nQueued:\n**1** “five”\n⏸ On hold:\n**2** “two”\n**3** “three”");
        assertThat(chat.labels())
                .containsExactly("Remove 1", "Remove 2", "Remove 3", "Clear the queue", "Run them", "Discard");
        assertThat(chat.give(chat.buttons().get(4))).isEqualTo("Queued. They run when the current task is done.");
        assertThat(chat.waiting()).containsExactly("five", "two", "three");
        assertThat(chat.held()).isEmpty();
        assertThat(chat.give("/pending go")).isEqualTo("Nothing is on hold.");
    }

    @Test
    void aButtonRunsWhatItShowedAndNothingThatJoinedItLater() {
        chat.ask("one").ask("two");
        chat.give("/stop");
        chat.answered().give("/stop");
        var run = chat.buttons().getFirst();
        chat.ask("three").ask("four");
        chat.give("/stop");
        chat.answered();

        assertThat(chat.give(run)).isEqualTo("Running it now.");
        assertThat(Objects.requireNonNull(chat.state().current()).prompt().text())
                .isEqualTo("two");
        assertThat(chat.held()).containsExactly("four");
        assertThat(chat.give(run)).isEqualTo("That message is no longer on hold. 1 message is on hold.");
        assertThat(chat.give("/pending clear")).isEqualTo("Removed 1 message on hold.");
    }

    @Test
    void aButtonWhoseLastMessageIsGoneOffersTheOthersAgain() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/stop");
        chat.answered().give("/stop");
        var run = chat.buttons().getFirst();
        var discard = chat.buttons().getLast();
        chat.give("/pending remove " + chat.state().held().getLast().id());

        assertThat(chat.give(discard)).isEqualTo("That message is no longer in the queue.\n⏸ On hold:\n**1** “two”");
        assertThat(chat.give(run)).isEqualTo("That message is no longer on hold. 1 message is on hold.");
        assertThat(chat.give(chat.buttons().getFirst())).isEqualTo("Running it now.");
    }

    @Test
    void oneOfThoseOnHoldIsRunByItself() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/stop");
        var second = StopCommand.buttons(
                        chat.state(), chat.state().held().getLast().id())
                .getFirst();

        assertThat(second).extracting(Reply.Button::label).containsExactly("Run it", "Discard");
        chat.answered().give(second.getFirst().command());
        assertThat(Objects.requireNonNull(chat.state().current()).prompt().text())
                .isEqualTo("three");
        assertThat(chat.held()).containsExactly("two");
    }

    @Test
    void discardDropsWhatIsOnHoldAndNothingThatWaits() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/stop");
        chat.answered().ask("four").ask("five");
        chat.give("/pending");

        assertThat(chat.give(chat.buttons().getLast())).isEqualTo("Removed 2 messages on hold.");
        assertThat(chat.held()).isEmpty();
        assertThat(chat.waiting()).containsExactly("five");
    }

    @Test
    void whatIsOnHoldInAnotherDirectorySaysWhere() {
        chat.ask("one").ask("two");
        chat.give("/stop");
        chat.answered().change(state -> state.move(Session.fresh(Path.of("/b"), null, TestChat.NOW)));

        assertThat(chat.give("/pending")).isEqualTo("⏸ On hold:\n**1** “two” in `/srv`");
    }

    @Test
    void aTapThatAStopHasOvertakenRunsNothing() {
        chat.change(state -> state.saw(List.of(1L), TestChat.NOW)).ask("one").ask("two");
        chat.change(state -> state.saw(List.of(5L), TestChat.NOW)).give("/stop");
        chat.answered().give("/stop");
        var run = chat.buttons().getFirst();
        chat.change(state -> state.saw(List.of(9L), TestChat.NOW)).give("/stop");

        chat.change(state -> state.saw(List.of(8L), TestChat.NOW));
        assertThat(chat.give(run)).isEqualTo("You tapped this before your /stop, so nothing was run.");
        assertThat(chat.held()).containsExactly("two");
        assertThat(chat.give(chat.buttons().getFirst()))
                .as("a button that knows of the stop was tapped after it, whatever the ids say")
                .isEqualTo("Running it now.");
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
        assertThat(chat.give("/pending remove " + second)).isEqualTo("That message is no longer in the queue.");
        assertThat(chat.give("/pending remove")).isEqualTo("That message is no longer in the queue.");
    }

    @Test
    void whoDiscardsWhatHasBegunMeanwhileStopsNothing() {
        chat.ask("one").ask("two");
        var discard = PendingCommand.discard(
                chat.state().waiting().findFirst().orElseThrow().id());
        assertThat(discard.label()).isEqualTo("Discard");
        chat.answered();

        assertThat(chat.give(discard.command())).isEqualTo("That message is no longer in the queue.");
        assertThat(chat.actions).noneMatch(Reaction.StopTurn.class::isInstance);
        assertThat(Objects.requireNonNull(chat.state().current()).prompt().text())
                .isEqualTo("two");
    }

    @Test
    void allAreRemovedAndTheMoveStays() {
        chat.ask("one").ask("two").ask("three");
        chat.change(state -> state.move(Session.fresh(Path.of("/b"), null, TestChat.NOW)));

        assertThat(chat.give("/pending clear")).isEqualTo("Removed 2 queued messages.");
        assertThat(chat.waiting()).isEmpty();
        assertThat(chat.state().queue().moves()).hasSize(1);
        assertThat(chat.give("/pending clear")).isEqualTo("The queue is empty.");
    }

    @Test
    void anOldButtonClearsOnlyWhatItShowed() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/pending");
        var clear = chat.buttons().getLast();
        chat.ask("said since");

        assertThat(chat.give(clear)).isEqualTo("Removed 2 queued messages.");
        assertThat(chat.waiting()).containsExactly("said since");
        assertThat(chat.give(clear))
                .isEqualTo("That message is no longer in the queue.\nNow: “one”\nQueued:\n**1** “said since”");
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
        var current = Objects.requireNonNull(chat.state().current()).id().value();

        chat.give("/cancel " + current.substring(0, 8));
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.waiting()).containsExactly("two");
    }

    @Test
    void cancelOfAPromptThatIsGoneSaysSo() {
        chat.ask("one");

        assertThat(chat.give("/cancel 01234567")).isEqualTo("That message is no longer in the queue.");
        assertThat(chat.give("/cancel")).isEqualTo("That message is no longer in the queue.");
        assertThat(chat.stopsTheTurn()).isFalse();
    }
}
