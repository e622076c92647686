package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.model.ChatId;
import switchboard.model.Decision;
import switchboard.model.Question;

class ButtonDataTest {

    private static final Question PERMISSION =
            new Question.Permission("k1", "Bash", JsonNodeFactory.instance.objectNode(), List.of());
    private static final Question CHOICE = new Question.Choice(
            "k2", 1, 1, "Which?", List.of(new Question.Option("Blue", ""), new Question.Option("Red", "")));

    @Test
    void aCommandComesBack() {
        assertThat(ButtonData.commandLine(ButtonData.command("/resume 3f2a"))).contains("resume 3f2a");
        assertThat(ButtonData.commandLine("resume 3f2a")).isEmpty();
    }

    @Test
    void anAnswerNamesItsQuestion() {
        assertThat(ButtonData.questionKey(ButtonData.answer(PERMISSION, "y"))).contains("k1");
        assertThat(ButtonData.questionKey("q|k1")).isEmpty();
        assertThat(ButtonData.questionKey("c|k1|y")).isEmpty();
    }

    @Test
    void eachChoiceIsADecision() {
        assertThat(decided(PERMISSION, "y")).isEqualTo(new Decision.Allow());
        assertThat(decided(PERMISSION, "a")).isEqualTo(new Decision.AllowAlways());
        assertThat(decided(PERMISSION, "n")).isEqualTo(new Decision.Deny(""));
        assertThat(decided(new Question.Plan("k3", "plan"), "e")).isEqualTo(new Decision.AllowEdits());
        assertThat(decided(CHOICE, "o1")).isEqualTo(new Decision.Say("Red"));
    }

    @Test
    void tryingAgainIsOnlyForWhatCanBeTriedAgain() {
        assertThat(decided(new Question.Unheard("k1", null, List.of()), "t")).isEqualTo(new Decision.TryAgain());
        assertThat(decided(new Question.Transcript("k1", null, "hello", null, false), "c"))
                .isEqualTo(new Decision.Correct());
        assertThat(ButtonData.decision("q|k1|t", PERMISSION)).isEmpty();
    }

    @Test
    void ofAChoiceOfSeveralAButtonSaysWhatItMakesOfItsOption() {
        var several = new Question.Choice(
                "k2",
                1,
                1,
                "Which?",
                List.of(new Question.Option("Blue", ""), new Question.Option("Red", "")),
                true,
                Set.of(1));

        assertThat(ButtonData.decision(ButtonData.option(several, 0), several)).contains(new Decision.Tick(0, true));
        assertThat(ButtonData.decision(ButtonData.option(several, 1), several)).contains(new Decision.Tick(1, false));
        assertThat(decided(several, "d")).isEqualTo(new Decision.Done());
        assertThat(ButtonData.decision("q|k2|o1", several)).isEmpty();
        assertThat(ButtonData.decision("q|k2|o2+", several)).isEmpty();
        assertThat(ButtonData.decision("q|k2|o1+", CHOICE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"o2", "o-1", "o9999", "o", "x", ""})
    void whatIsNotOnOfferDecidesNothing(String choice) {
        assertThat(ButtonData.decision("q|k2|" + choice, CHOICE)).isEmpty();
        assertThat(ButtonData.decision("q|k1|" + choice, PERMISSION)).isEmpty();
    }

    @Test
    void whatTelegramWouldRefuseIsRefusedHere() {
        assertThat(ButtonData.command("/cd " + "x".repeat(58))).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ButtonData.command("/cd " + "ä".repeat(30)))
                .withMessageContaining("64 bytes");
    }

    @Test
    void inATopicAButtonSaysWhereItBelongs() {
        var topic = new ChatId(-1001, 77);

        assertThat(ButtonData.in(topic, "q|k1|y")).isEqualTo("t77|q|k1|y");
        assertThat(ButtonData.place(ChatId.of(-1001), "t77|q|k1|y")).isEqualTo(topic);
        assertThat(ButtonData.withoutTopic("t77|q|k1|y")).isEqualTo("q|k1|y");
        assertThat(ButtonData.in(ChatId.of(-1001), "q|k1|y")).isEqualTo("q|k1|y");
        assertThat(ButtonData.place(topic, "q|k1|y")).isEqualTo(topic);
        assertThat(ButtonData.withoutTopic("c|/new")).isEqualTo("c|/new");
        assertThat(ButtonData.in(topic, "x".repeat(61))).isEqualTo("x".repeat(61));
    }

    @Test
    void theLongestKeyFits() {
        var longest = new Question.Plan("k".repeat(40), "");

        assertThat(ButtonData.answer(longest, "o999")).hasSizeLessThanOrEqualTo(64);
    }

    private static Decision decided(Question question, String choice) {
        return ButtonData.decision(ButtonData.answer(question, choice), question)
                .orElseThrow();
    }
}
