package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import switchboard.agent.AgentProtocol.Choice;
import switchboard.agent.AgentProtocol.Pick;
import switchboard.model.Question;
import switchboard.text.Texts;

/** Translates one AskUserQuestion call, which has one to four questions, and adds the picks to its input. Pure. */
final class AskedChoices {

    private AskedChoices() {}

    static List<Choice> of(JsonNode input) {
        return questions(input).map(AskedChoices::choice).toList();
    }

    private static Stream<JsonNode> questions(JsonNode input) {
        return StreamSupport.stream(input.path("questions").spliterator(), false);
    }

    private static Choice choice(JsonNode asked) {
        var text = Stream.of(
                        asked.path("question").asText(),
                        asked.path("description").asText(),
                        range(asked))
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
        var options = options(asked);
        return new Choice(text, options, asked.path("multiSelect").asBoolean() && !options.isEmpty());
    }

    /** The numbers that a question of kind {@code number} asks for. */
    private static String range(JsonNode asked) {
        if (!asked.path("kind").asText().equals("number")) {
            return "";
        }
        var unit = asked.path("unit").asText();
        return Texts.of(
                        "choice.number",
                        asked.path("min").asText(),
                        asked.path("max").asText(),
                        unit)
                .strip();
    }

    private static List<Question.Option> options(JsonNode asked) {
        return StreamSupport.stream(asked.path("options").spliterator(), false)
                .map(option -> new Question.Option(
                        option.path("label").asText(),
                        option.path("description").asText(),
                        option.path("preview").asText()))
                .toList();
    }

    /** The call's input with the answers. */
    static ObjectNode answered(JsonNode input, List<Pick> picks) {
        var answers = StreamJson.object();
        var annotations = StreamJson.object();
        var asked = questions(input).toList();
        for (var place = 0; place < Math.min(asked.size(), picks.size()); place++) {
            var question = asked.get(place).path("question").asText();
            var pick = picks.get(place);
            answers.put(question, pick.labels().isEmpty() ? pick.words() : joined(pick.labels()));
            var note = annotation(asked.get(place), pick);
            if (!note.isEmpty()) {
                annotations.withObjectProperty(question).setAll(note);
            }
        }
        var updated = input instanceof ObjectNode call ? call.deepCopy() : StreamJson.object();
        updated.set("answers", answers);
        if (!annotations.isEmpty()) {
            updated.set("annotations", annotations);
        }
        return updated;
    }

    /** The person's own words beside ticks are a note. A chosen option's preview goes along with the answer. */
    private static ObjectNode annotation(JsonNode asked, Pick pick) {
        var annotation = StreamJson.object();
        if (!pick.labels().isEmpty()) {
            return pick.words().isEmpty() ? annotation : annotation.put("notes", pick.words());
        }
        options(asked).stream()
                .filter(option ->
                        option.label().equals(pick.words()) && !option.preview().isBlank())
                .findFirst()
                .ifPresent(chosen -> annotation.put("preview", chosen.preview()));
        return annotation;
    }

    /**
     * Joined as the CLI joins and splits labels (2.1.330): a label that a comma or a quote makes ambiguous becomes a JSON string.
     */
    private static String joined(List<String> labels) {
        var parts = new ArrayList<String>();
        for (var label : labels) {
            var isAmbiguous = label.contains(", ") || label.contains("\"");
            parts.add(isAmbiguous ? TextNode.valueOf(label).toString() : label);
        }
        return String.join(", ", parts);
    }
}
