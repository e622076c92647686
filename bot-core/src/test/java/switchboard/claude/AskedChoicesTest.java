package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.claude.wire.Incoming;
import switchboard.model.Decision;
import switchboard.model.Question;

class AskedChoicesTest {

    private static final String COLOUR = "Which colour?";
    private static final String LETTERS = "Which letters?";

    @Test
    void theQuestionsComeOneAfterTheOtherAndTheCallIsRepeatedWithTheAnswers() {
        var input = ((Incoming.Ask) Lines.read("ask-question")).input();
        var choices = new AskedChoices(input);
        var first = choices.question("k");
        assertThat(first.text()).isEqualTo(COLOUR);
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.of()).isEqualTo(2);

        assertThat(choices.answer("Red")).isEqualTo("Red");
        assertThat(choices.areAnswered()).isFalse();
        assertThat(choices.question("k#1").text()).isEqualTo(LETTERS);
        choices.tick(new Decision.Tick(0, true));
        assertThat(choices.answerWithTicked()).isPresent();

        assertThat(choices.areAnswered()).isTrue();
        var payload = choices.payload();
        assertThat(payload.path("behavior").asText()).isEqualTo("allow");
        assertThat(payload.at("/updatedInput/questions")).isEqualTo(input.path("questions"));
        assertThat(answer(choices, COLOUR)).isEqualTo("Red");
    }

    @Test
    void whatIsTickedIsJoinedInTheOrderOfTheOptions() {
        var choices = of(question(LETTERS, true, "A", "B", "C"));
        choices.tick(new Decision.Tick(2, true));
        choices.tick(new Decision.Tick(1, true));
        choices.tick(new Decision.Tick(0, true));
        choices.tick(new Decision.Tick(1, false));
        choices.tick(new Decision.Tick(1, false));
        assertThat(choices.question("k").ticked()).isEqualTo(Set.of(0, 2));

        assertThat(choices.answerWithTicked()).contains("A, C");
        assertThat(answer(choices, LETTERS)).isEqualTo("A, C");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"unit, slow | \"unit, slow\", B", "say \"hi\" | \"say \\\"hi\\\"\", B", "a,b | a,b, B"})
    void aLabelThatTheCommaWouldPartIsQuotedAsTheCliDoes(String label, String expected) {
        var choices = of(question(LETTERS, true, label, "B"));
        choices.tick(new Decision.Tick(0, true));
        choices.tick(new Decision.Tick(1, true));

        assertThat(choices.answerWithTicked()).contains(label + ", B");
        assertThat(answer(choices, LETTERS)).isEqualTo(expected);
    }

    @Test
    void nothingTickedIsNoAnswer() {
        var choices = of(question(LETTERS, true, "A", "B"));
        choices.tick(new Decision.Tick(0, true));
        choices.tick(new Decision.Tick(0, false));

        assertThat(choices.answerWithTicked()).isEmpty();
        assertThat(choices.areAnswered()).isFalse();
    }

    @Test
    void ownWordsAreANoteToWhatIsTickedAndTheAnswerIfNothingIs() {
        var choices = of(question(LETTERS, true, "A", "B"), question("Else?", true, "C", "D"));
        choices.tick(new Decision.Tick(1, true));

        assertThat(choices.answer("and D, please")).isEqualTo("B; and D, please");
        assertThat(choices.answer("nothing")).isEqualTo("nothing");
        assertThat(answer(choices, LETTERS)).isEqualTo("B");
        assertThat(annotation(choices, LETTERS, "notes").asText()).isEqualTo("and D, please");
        assertThat(answer(choices, "Else?")).isEqualTo("nothing");
        assertThat(annotation(choices, "Else?", "notes").isMissingNode()).isTrue();
    }

    @Test
    void thePreviewOfTheChosenOptionGoesAlong() {
        var question = question("Which layout?", false, "Grid", "List");
        ((ObjectNode) question.path("options").get(1)).put("preview", "- a\n- b");
        var choices = of(question);
        assertThat(choices.question("k").options())
                .containsExactly(new Question.Option("Grid", "", ""), new Question.Option("List", "", "- a\n- b"));

        choices.answer("List");
        assertThat(annotation(choices, "Which layout?", "preview").asText()).isEqualTo("- a\n- b");
    }

    @Test
    void onlyAChoiceOfSeveralHasBoxes() {
        assertThat(of(question(COLOUR, false, "Red", "Blue")).tick(new Decision.Tick(0, true)))
                .isFalse();
        var several = of(question(LETTERS, true, "A", "B"));
        assertThat(several.tick(new Decision.Tick(2, true))).isFalse();
        assertThat(several.tick(new Decision.Tick(-1, true))).isFalse();
    }

    @Test
    void aQuestionWithoutOptionsSaysWhatItWants() {
        var number = StreamJson.object()
                .put("question", "How wide?")
                .put("kind", "number")
                .put("description", "Of the page.")
                .put("min", 10)
                .put("max", 90)
                .put("unit", "%");
        var text = StreamJson.object().put("question", "Which name?").put("kind", "text");
        var choices = of(number, text);

        assertThat(choices.question("k").text()).isEqualTo("How wide?\nOf the page.\nA number from 10 to 90 %");
        assertThat(choices.question("k").several()).isFalse();
        choices.answer("50");
        assertThat(choices.question("k#1").text()).isEqualTo("Which name?");
        assertThat(choices.question("k#1").options()).isEmpty();
        assertThat(answer(choices, "How wide?")).isEqualTo("50");
    }

    @Test
    void whatElseTheCallHasStaysInIt() {
        var input = StreamJson.object().put("title", "Before I begin");
        input.putArray("questions").add(question(COLOUR, false, "Red", "Blue"));
        var choices = new AskedChoices(input);
        choices.answer("Red");

        assertThat(choices.payload().at("/updatedInput/title").asText()).isEqualTo("Before I begin");
        assertThat(input.has("answers")).isFalse();
    }

    private static AskedChoices of(ObjectNode... questions) {
        var input = StreamJson.object();
        input.putArray("questions").addAll(List.of(questions));
        return new AskedChoices(input);
    }

    private static ObjectNode question(String text, boolean several, String... labels) {
        var question = StreamJson.object().put("question", text).put("multiSelect", several);
        var options = question.putArray("options");
        for (var label : labels) {
            options.addObject().put("label", label).put("description", "");
        }
        return question;
    }

    private static String answer(AskedChoices choices, String question) {
        return choices.payload()
                .path("updatedInput")
                .path("answers")
                .path(question)
                .asText();
    }

    private static JsonNode annotation(AskedChoices choices, String question, String name) {
        return choices.payload()
                .path("updatedInput")
                .path("annotations")
                .path(question)
                .path(name);
    }
}
