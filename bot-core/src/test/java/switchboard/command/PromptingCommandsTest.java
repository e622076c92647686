package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.model.AgentQuery;
import switchboard.model.AgentQuery.SkillList.Skill;
import switchboard.model.Content;
import switchboard.model.Prompt;
import switchboard.model.Session;

/** The commands that make Claude work: {@code /ask}, {@code /skill}, {@code /retry}, {@code /compact}. */
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
    void aSkillIsUsedByAPromptThatBeginsWithItsName() {
        assertThat(chat.give("/skill greet Bob\nand Eve")).isEmpty();
        assertThat(flying().text()).isEqualTo("/greet Bob\nand Eve");
        assertThat(flying().literal()).isTrue();
        chat.answered().give("/skill /greet");
        assertThat(flying().text()).as("with its slash").isEqualTo("/greet");
    }

    @Test
    void skillAloneOffersThoseThereAre() {
        var skills = Stream.concat(
                        Stream.of(new Skill("greet", "Says *hello* " + "to all ".repeat(20)), new Skill("deploy", "")),
                        IntStream.range(0, 30).mapToObj(index -> new Skill("more" + index, "")))
                .toList();

        assertThat(chat.agentSays(new AgentQuery.SkillList(skills)).give("/skill"))
                .startsWith("Skills here:\n• `greet` – Says \\*hello\\* to all")
                .contains("…\n• `deploy`\n• `more0`")
                .endsWith("and 2 more");
        assertThat(chat.buttons()).hasSize(30).startsWith("/skill greet", "/skill deploy");
    }

    @Test
    void withoutSkillsItSaysHowToGetOne() {
        assertThat(chat.agentSays(new AgentQuery.SkillList(List.of())).give("/skill"))
                .startsWith("There are no skills here.");
        assertThat(chat.agentFails("It *crashed*.").give("/skill"))
                .isEqualTo("I couldn't get the list of skills from Claude Code: It \\*crashed\\*.");
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
