package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import switchboard.model.Decision;
import switchboard.model.Question;

/**
 * The one to four questions of one AskUserQuestion call, asked one after the other, and what a person has answered so
 * far. Used by one actor.
 */
public final class AskedChoices {

    private final JsonNode input;
    private final ObjectNode answers = StreamJson.object();
    private final ObjectNode annotations = StreamJson.object();
    private final SortedSet<Integer> ticked = new TreeSet<>();
    private int next;

    public AskedChoices(JsonNode input) {
        this.input = input;
    }

    /** How many are answered. */
    public int answered() {
        return next;
    }

    /** Whether all are answered. */
    public boolean areAnswered() {
        return next >= input.path("questions").size();
    }

    /** The one to be answered next. */
    public Question.Choice question(String key) {
        return new Question.Choice(
                key,
                next + 1,
                input.path("questions").size(),
                Stream.of(
                                asked().path("question").asText(),
                                asked().path("description").asText(),
                                range(asked()))
                        .filter(line -> !line.isBlank())
                        .collect(Collectors.joining("\n")),
                options(),
                isOfSeveral(),
                ticked);
    }

    /** What a question of kind {@code number} asks for. */
    private static String range(JsonNode asked) {
        if (!asked.path("kind").asText().equals("number")) {
            return "";
        }
        var unit = asked.path("unit").asText();
        return "A number from " + asked.path("min").asText() + " to "
                + asked.path("max").asText() + (unit.isBlank() ? "" : " " + unit);
    }

    private JsonNode asked() {
        return input.path("questions").path(next);
    }

    private boolean isOfSeveral() {
        return asked().path("multiSelect").asBoolean()
                && !asked().path("options").isEmpty();
    }

    private List<Question.Option> options() {
        return StreamSupport.stream(asked().path("options").spliterator(), false)
                .map(option -> new Question.Option(
                        option.path("label").asText(),
                        option.path("description").asText(),
                        option.path("preview").asText()))
                .toList();
    }

    /** Ticks an option or takes its tick away; false if this question has no such box. */
    public boolean tick(Decision.Tick tick) {
        if (!isOfSeveral() || tick.option() < 0 || tick.option() >= options().size()) {
            return false;
        }
        if (tick.ticked()) {
            ticked.add(tick.option());
        } else {
            ticked.remove(tick.option());
        }
        return true;
    }

    /** Answers the next question with what is ticked; empty if nothing is. Otherwise what a person is told of it. */
    public Optional<String> answerWithTicked() {
        var labels = labels();
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        take(joined(labels));
        return Optional.of(String.join(", ", labels));
    }

    /**
     * Answers the next question: with a label, or with a person's own words, which are a note to what is ticked.
     *
     * @return what a person is told of it
     */
    public String answer(String words) {
        var labels = labels();
        if (!labels.isEmpty()) {
            annotate("notes", words);
            take(joined(labels));
            return String.join(", ", labels) + "; " + words;
        }
        options().stream()
                .filter(option ->
                        option.label().equals(words) && !option.preview().isBlank())
                .findFirst()
                .ifPresent(chosen -> annotate("preview", chosen.preview()));
        take(words);
        return words;
    }

    private List<String> labels() {
        var options = options();
        return ticked.stream().map(option -> options.get(option).label()).toList();
    }

    private void annotate(String name, String text) {
        annotations.withObjectProperty(asked().path("question").asText()).put(name, text);
    }

    private void take(String answer) {
        answers.put(asked().path("question").asText(), answer);
        ticked.clear();
        next++;
    }

    /** As the CLI joins and parts them (2.1.330): what a comma or a quote would make ambiguous is a JSON string. */
    private static String joined(List<String> labels) {
        var parts = new ArrayList<String>();
        for (var label : labels) {
            var isAmbiguous = label.contains(", ") || label.contains("\"");
            parts.add(isAmbiguous ? TextNode.valueOf(label).toString() : label);
        }
        return String.join(", ", parts);
    }

    /** What goes to Claude: the call as it was, with the answers. */
    public ObjectNode payload() {
        var updated = input instanceof ObjectNode call ? call.deepCopy() : StreamJson.object();
        updated.set("answers", answers);
        if (!annotations.isEmpty()) {
            updated.set("annotations", annotations);
        }
        return PermissionAnswer.allow(updated);
    }
}
