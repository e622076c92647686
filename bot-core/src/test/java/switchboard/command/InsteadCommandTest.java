package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.model.Content;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.TurnId;

class InsteadCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void whatRunsIsStoppedAndThisComesBeforeAllThatWaits() {
        chat.ask("one").ask("two");

        assertThat(chat.give("/instead no, *three*")).isEmpty();
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.waiting()).containsExactly("no, *three*", "two");
        assertThat(chat.held()).isEmpty();
        assertThat(chat.state().waiting().findFirst().orElseThrow().by()).isEqualTo(People.ADA);
    }

    @Test
    void withNothingRunningItIsAPromptLikeAnyOther() {
        var quote = new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails");

        assertThat(chat.with(quote).give("/instead why?")).isEmpty();
        assertThat(chat.stopsTheTurn()).isFalse();
        assertThat(chat.state().prompts().map(Prompt::content))
                .containsExactly(List.of(quote, new Content.Text("why?")));
    }

    @Test
    void aTurnThatClaudeHasBegunByItselfIsStoppedAndThePromptIsNot() {
        var begun = TurnId.random();

        assertThat(chat.running(begun).give("/instead this")).isEmpty();
        assertThat(chat.actions).containsExactly(new Reaction.StopTurn(begun));
        assertThat(Objects.requireNonNull(chat.state().current()).stopped()).isFalse();
    }

    @Test
    void whatAStopHasOvertakenInterruptsNothing() {
        chat.ask("one");
        chat.change(state -> state.saw(List.of(9L), TestChat.NOW).hold().saw(List.of(5L), TestChat.NOW));

        assertThat(chat.give("/instead two")).contains("You sent this before your /stop");
        assertThat(chat.stopsTheTurn()).isFalse();
        assertThat(chat.held()).containsExactly("two");
    }

    @Test
    void aloneItSaysHow() {
        assertThat(chat.give("/instead")).startsWith("Write a message after it: !!use the other branch");
        assertThat(chat.state().prompts()).isEmpty();
    }
}
