package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.AgentQuery;
import switchboard.model.AgentQuery.ModelList;
import switchboard.model.AgentQuery.ModelList.Model;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /model [name]}: shows or picks the model, from the agent's own list. */
@AutoService(SlashCommand.class)
public final class ModelCommand implements SlashCommand {

    private static final String DEFAULT = "default";

    @Override
    public String name() {
        return "model";
    }

    @Override
    public String description() {
        return Texts.of("help.model");
    }

    @Override
    public Reaction run(Invocation call) {
        if (call.argument().equalsIgnoreCase(DEFAULT)) {
            return picked(call.state(), null, call.facts());
        }
        return Reaction.of(
                call.state(), new Reaction.AskAgent<>(new AgentQuery.Models(), (state, result) -> switch (result) {
                    case AgentQuery.Answered<ModelList> answered ->
                        answered(call, state, answered.answer().models());
                    case AgentQuery.Unanswered<ModelList> none ->
                        Reaction.say(
                                state,
                                Texts.of(
                                        "model.unanswered",
                                        call.facts().agent().nameFirst(),
                                        Markdown.text(none.why())));
                }));
    }

    private static Reaction answered(Invocation call, ChatState state, List<Model> models) {
        var current = Texts.of("model.is", Markdown.code(call.facts().modelOf(state.settings())));
        if (call.argument().isEmpty()) {
            return Reaction.say(state, offer(current, models));
        }
        var names = models.stream()
                .flatMap(model -> Stream.of(model.name(), model.fullName()))
                .toList();
        var no = Texts.of("model.unknown", call.facts().agent().nameFirst());
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(call.argument()))
                .findFirst()
                .map(name -> picked(state, name, call.facts()))
                .orElseGet(() -> Reaction.say(state, offer(Nearest.refusal(no, call.argument(), names), models)));
    }

    private static Reaction picked(ChatState state, @Nullable String name, EngineFacts facts) {
        var next = state.with(ChatState::settings, settings -> settings.withModel(name));
        return Reaction.say(next, Texts.of("model.set", Markdown.code(facts.modelOf(next.settings()))));
    }

    private static Reply offer(String first, List<Model> models) {
        var lines = models.stream().map(ModelCommand::line).collect(Collectors.joining("\n"));
        return new Reply(
                (first + "\n" + lines).strip(),
                Buttons.words(3, "model", models.stream().map(Model::name)));
    }

    private static String line(Model model) {
        var name = Markdown.code(model.name());
        return Texts.of(
                "list.item",
                model.description().isEmpty()
                        ? name
                        : Texts.of("model.described", name, Markdown.text(model.description())));
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.MODELS);
    }
}
