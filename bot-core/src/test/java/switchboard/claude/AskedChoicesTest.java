package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.agent.AgentProtocol.Choice;
import switchboard.agent.AgentProtocol.Pick;
import switchboard.claude.wire.Incoming;
import switchboard.model.Question;

class AskedChoicesTest {

    private static final String COLOUR = "Which colour?";
    private static final String LETTERS = "Which letters?";

    @Test
    void theCallIsRepeatedWithTheAnswers() {
        var input = ((Incoming.Ask) Lines.read("ask-question")).input();
        assertThat(AskedChoices.of(input)).extracting(Choice::text).containsExactly(COLOUR, LETTERS);
        assertThat(AskedChoices.of(input)).extracting(Choice::several).containsExactly(false, true);

        var updated =
                AskedChoices.answered(input, List.of(new Pick(List.of(), "Red"), new Pick(List.of("A", "C"), "")));

        assertThat(updated.path("questions")).isEqualTo(input.path("questions"));
        assertThat(updated.path("answers").path(COLOUR).asText()).isEqualTo("Red");
        assertThat(updated.path("answers").path(LETTERS).asText()).isEqualTo("A, C");
        assertThat(input.has("answers")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"unit, slow | \"unit, slow\", B", "say \"hi\" | \"say \\\"hi\\\"\", B", "a,b | a,b, B"})
    void aLabelThatTheCommaWouldPartIsQuotedAsTheCliDoes(String label, String expected) {
        var input = call(question(LETTERS, true, label, "B"));

        assertThat(answer(input, LETTERS, new Pick(List.of(label, "B"), ""))).isEqualTo(expected);
    }

    @Test
    void ownWordsAreANoteToWhatIsTickedAndTheAnswerIfNothingIs() {
        var input = call(question(LETTERS, true, "A", "B"));
        var noted = new Pick(List.of("B"), "and D, please");
        var said = new Pick(List.of(), "nothing");

        assertThat(answer(input, LETTERS, noted)).isEqualTo("B");
        assertThat(annotation(input, LETTERS, "notes", noted).asText()).isEqualTo("and D, please");
        assertThat(answer(input, LETTERS, said)).isEqualTo("nothing");
        assertThat(annotation(input, LETTERS, "notes", said).isMissingNode()).isTrue();
    }

    @Test
    void thePreviewOfTheChosenOptionGoesAlong() {
        var question = question("Which layout?", false, "Grid", "List");
        ((ObjectNode) question.path("options").get(1)).put("preview", "- a\n- b");
        var input = call(question);
        assertThat(AskedChoices.of(input).getFirst().options())
                .containsExactly(new Question.Option("Grid", "", ""), new Question.Option("List", "", "- a\n- b"));

        var picked = new Pick(List.of(), "List");
        assertThat(annotation(input, "Which layout?", "preview", picked).asText())
                .isEqualTo("- a\n- b");
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
        var text = StreamJson.object()
                .put("question", "Which name?")
                .put("kind", "text")
                .put("multiSelect", true);

        assertThat(AskedChoices.of(call(number, text)))
                .containsExactly(
                        new Choice("How wide?\nOf the page.\nA number from 10 to 90 %", List.of(), false),
                        new Choice("Which name?", List.of(), false));
    }

    @Test
    void whatElseTheCallHasStaysInIt() {
        var input = call(question(COLOUR, false, "Red", "Blue")).put("title", "Before I begin");

        assertThat(AskedChoices.answered(input, List.of(new Pick(List.of(), "Red")))
                        .path("title")
                        .asText())
                .isEqualTo("Before I begin");
    }

    private static ObjectNode call(ObjectNode... questions) {
        var input = StreamJson.object();
        input.putArray("questions").addAll(List.of(questions));
        return input;
    }

    private static ObjectNode question(String text, boolean several, String... labels) {
        var question = StreamJson.object().put("question", text).put("multiSelect", several);
        var options = question.putArray("options");
        for (var label : labels) {
            options.addObject().put("label", label).put("description", "");
        }
        return question;
    }

    private static String answer(JsonNode input, String question, Pick pick) {
        return AskedChoices.answered(input, List.of(pick))
                .path("answers")
                .path(question)
                .asText();
    }

    private static JsonNode annotation(JsonNode input, String question, String name, Pick pick) {
        return AskedChoices.answered(input, List.of(pick))
                .path("annotations")
                .path(question)
                .path(name);
    }
}
