package switchboard.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.auto.service.AutoService;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProtocol;
import switchboard.model.ChatState;
import switchboard.model.Markdown;
import switchboard.model.Reply;

/** {@code /model [name]}: shows or picks the model, from Claude Code's own list. */
@AutoService(SlashCommand.class)
public final class ModelCommand implements SlashCommand {

    private static final String DEFAULT = "default";

    @Override
    public String name() {
        return "model";
    }

    @Override
    public String description() {
        return "Pick the model";
    }

    @Override
    public Reaction run(Invocation call) {
        if (call.argument().equalsIgnoreCase(DEFAULT)) {
            return picked(call.state(), null, call.surroundings());
        }
        return Reaction.of(
                call.state(),
                new Reaction.AskClaude(
                        "list_models",
                        JsonNodeFactory.instance.objectNode(),
                        (state, answer) -> answered(call, state, answer)));
    }

    private static Reaction answered(Invocation call, ChatState state, ClaudeProtocol.Reply answer) {
        if (answer.error() != null) {
            return Reaction.say(
                    state, "Claude Code could not say which models there are: " + Markdown.text(answer.error()));
        }
        var models = StreamSupport.stream(answer.payload().path("models").spliterator(), false)
                .filter(model -> !model.path("value").asText().isBlank())
                .toList();
        var current = "Model: " + Markdown.code(call.surroundings().modelOf(state.settings())) + ".";
        if (call.argument().isEmpty()) {
            return Reaction.say(state, offer(current, models));
        }
        var names = models.stream()
                .flatMap(model -> Stream.of(
                        model.path("value").asText(),
                        model.path("resolvedModel").asText()))
                .toList();
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(call.argument()))
                .findFirst()
                .map(name -> picked(state, name, call.surroundings()))
                .orElseGet(() -> Reaction.say(
                        state, offer(Nearest.refusal("Claude Code has no model", call.argument(), names), models)));
    }

    private static Reaction picked(ChatState state, @Nullable String name, Surroundings surroundings) {
        var next = state.with(settings -> settings.withModel(name));
        return Reaction.say(next, "Model: " + Markdown.code(surroundings.modelOf(next.settings())) + ", from now on.");
    }

    private static Reply offer(String first, List<JsonNode> models) {
        var lines = models.stream().map(ModelCommand::line).collect(Collectors.joining("\n"));
        return new Reply(
                (first + "\n" + lines).strip(),
                Buttons.words(
                        3,
                        "model",
                        models.stream().map(model -> model.path("value").asText())));
    }

    private static String line(JsonNode model) {
        var description = model.path("description").asText();
        return "• " + Markdown.code(model.path("value").asText())
                + (description.isEmpty() ? "" : " – " + Markdown.text(description));
    }
}
