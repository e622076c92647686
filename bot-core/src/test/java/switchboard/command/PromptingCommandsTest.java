package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.model.Content;
import switchboard.model.Prompt;
import switchboard.model.Session;

/** The commands that make Claude work: {@code /ask}, {@code /retry}, {@code /compact}. */
class PromptingCommandsTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    private Prompt flying() {
        return Objects.requireNonNull(chat.state().current()).prompt();
    }

    @Test
    void askIsAPromptWithThePersonsMessage() {
        assertThat(chat.give("/ask what is *this*?")).isEmpty();
        assertThat(flying().text()).isEqualTo("what is *this*?");
        assertThat(flying().literal()).isTrue();
        assertThat(flying().message()).isEqualTo("m-call");
        assertThat(flying().at()).isEqualTo(TestChat.NOW);
    }

    @Test
    void whatAskRepliesToIsAskedWithItAndAloneToo() {
        var quote = new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails");

        chat.with(quote).give("/ask why?");
        assertThat(flying().content()).containsExactly(quote, new Content.Text("why?"));
        chat.answered().give("/ask");
        assertThat(flying().content()).containsExactly(quote);
    }

    @Test
    void anEmptyAskSaysHow() {
        assertThat(chat.give("/ask")).startsWith("Write your question after it");
        assertThat(chat.state().current()).isNull();
    }

    @Test
    void retryAsksTheLastPromptAgainUnderANewId() {
        chat.ask("one");
        var first = flying().id();
        chat.answered();

        assertThat(chat.give("/retry")).isEmpty();
        assertThat(flying().text()).isEqualTo("one");
        assertThat(flying().id()).isNotEqualTo(first);
        assertThat(flying().message()).isEqualTo("m-call");
    }

    @Test
    void retryAsksAllThatWasAskedQuotesToo() {
        var quote = new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails");
        chat.with(quote).give("/ask why?");
        chat.answered();

        chat.with().give("/retry");
        assertThat(flying().content()).containsExactly(quote, new Content.Text("why?"));
    }

    @Test
    void retryWithNothingToRetrySaysSo() {
        assertThat(chat.give("/retry")).startsWith("There is nothing to retry yet.");
        assertThat(chat.state().current()).isNull();
    }

    @Test
    void aPromptThatHasToWaitIsQueuedLikeAnyOther() {
        chat.ask("one").ask("two");

        assertThat(chat.give("/retry")).isEmpty();
        assertThat(chat.waiting()).containsExactly("two", "two");
    }

    @Test
    void aNewPromptRunsAloneAndWhatIsOnHoldStaysOnHold() {
        chat.ask("one").ask("two");
        chat.give("/stop");
        chat.answered();

        chat.give("/ask three");

        assertThat(flying().text()).isEqualTo("three");
        assertThat(chat.waiting()).isEmpty();
        assertThat(chat.held()).containsExactly("two");
    }

    @Test
    void retryOfAMessageThatIsOnHoldAsksFirstAndMakesNoSecondOne() {
        chat.ask("one").ask("two").give("/stop");
        chat.answered();

        assertThat(chat.give("/retry")).isEqualTo("Your last message “two” is on hold.");
        assertThat(chat.state().current()).isNull();
        chat.give(chat.buttons().getFirst());
        assertThat(flying().text()).isEqualTo("two");
        assertThat(chat.held()).isEmpty();
    }

    @Test
    void compactRunsClaudesOwnCommandAndIsNotWhatRetryRepeats() {
        chat.ask("one").answered();

        chat.give("/compact keep the tests");

        assertThat(flying().text()).isEqualTo("/compact keep the tests");
        assertThat(flying().literal()).isFalse();
        assertThat(chat.state().queue().lastPrompt()).containsExactly(new Content.Text("one"));
        chat.answered().give("/compact");
        assertThat(flying().text()).isEqualTo("/compact");
    }

    @Test
    void compactBeforeAnythingWasSaidSaysSo() {
        assertThat(chat.give("/compact")).startsWith("Nothing has been said in this session yet");
        assertThat(chat.state().current()).isNull();
    }

    @Test
    void compactIsAboutTheSessionInWhichItWillRun() {
        chat.ask("one").change(state -> state.move(Session.fresh(Path.of("/b"), null, TestChat.NOW)));

        assertThat(chat.give("/compact")).startsWith("Nothing has been said in this session yet");
        assertThat(chat.ask("two").give("/compact")).isEmpty();
        assertThat(chat.waiting()).containsExactly("two", "/compact");
    }
}
