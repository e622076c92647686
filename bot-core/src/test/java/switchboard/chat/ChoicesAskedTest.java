package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol.Choice;
import switchboard.agent.AgentProtocol.Pick;
import switchboard.model.Decision;
import switchboard.model.Question;

class ChoicesAskedTest {

    @Test
    void theQuestionsComeOneAfterTheOther() {
        var asked = new ChoicesAsked(List.of(choice("Which colour?", false), choice("Which letters?", true)));
        var first = asked.question("k");
        assertThat(first.text()).isEqualTo("Which colour?");
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.of()).isEqualTo(2);

        var next = asked.answer("A");
        assertThat(next.told()).isEqualTo("A");
        assertThat(next.isAnswered()).isFalse();
        assertThat(next.question("k#1").text()).isEqualTo("Which letters?");

        var last = ticked(next, 0, true).done().orElseThrow();
        assertThat(last.isAnswered()).isTrue();
        assertThat(last.picks()).containsExactly(new Pick(List.of(), "A"), new Pick(List.of("A"), ""));
    }

    @Test
    void whatIsTickedIsPickedInTheOrderOfTheOptions() {
        var asked = new ChoicesAsked(List.of(choice("Which letters?", true)));
        var ticked = ticked(ticked(ticked(ticked(asked, 2, true), 1, true), 0, true), 1, false);
        assertThat(ticked.question("k").ticked()).isEqualTo(Set.of(0, 2));
        assertThat(ticked(ticked, 1, false)).isEqualTo(ticked);

        var done = ticked.done().orElseThrow();
        assertThat(done.told()).isEqualTo("A, C");
        assertThat(done.picks()).containsExactly(new Pick(List.of("A", "C"), ""));
    }

    @Test
    void nothingTickedIsNoAnswer() {
        var asked = new ChoicesAsked(List.of(choice("Which letters?", true)));

        assertThat(asked.done()).isEmpty();
        assertThat(ticked(ticked(asked, 0, true), 0, false).done()).isEmpty();
    }

    @Test
    void ownWordsAreANoteToWhatIsTicked() {
        var asked = new ChoicesAsked(List.of(choice("Which letters?", true), choice("Else?", true)));
        var noted = ticked(asked, 1, true).answer("and D, please");

        assertThat(noted.told()).isEqualTo("B; and D, please");
        assertThat(noted.picks()).containsExactly(new Pick(List.of("B"), "and D, please"));
        assertThat(noted.answer("nothing").told()).isEqualTo("nothing");
    }

    @Test
    void onlyAChoiceOfSeveralHasBoxes() {
        var one = new ChoicesAsked(List.of(choice("Which?", false)));
        var several = new ChoicesAsked(List.of(choice("Which?", true)));

        assertThat(one.tick(new Decision.Tick(0, true))).isEmpty();
        assertThat(several.tick(new Decision.Tick(3, true))).isEmpty();
        assertThat(several.tick(new Decision.Tick(-1, true))).isEmpty();
    }

    private static ChoicesAsked ticked(ChoicesAsked asked, int option, boolean isTicked) {
        return asked.tick(new Decision.Tick(option, isTicked)).orElseThrow();
    }

    private static Choice choice(String text, boolean several) {
        var options = Stream.of("A", "B", "C")
                .map(label -> new Question.Option(label, ""))
                .toList();
        return new Choice(text, options, several);
    }
}
