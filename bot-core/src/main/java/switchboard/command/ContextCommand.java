package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.model.AgentFacts;
import switchboard.model.AgentQuery;
import switchboard.model.AgentQuery.ContextUsage;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /context}: shows what fills Claude's context. */
@AutoService(SlashCommand.class)
public final class ContextCommand implements SlashCommand {

    @Override
    public String name() {
        return "context";
    }

    @Override
    public String description() {
        return Texts.of("help.context");
    }

    @Override
    public Reaction run(Invocation call) {
        return Reaction.of(
                call.state(),
                new Reaction.AskAgent<>(
                        new AgentQuery.Context(),
                        (state, answer) -> Reaction.say(state, told(call.facts().agent(), answer))));
    }

    private static String told(AgentFacts agent, AgentQuery.Result<ContextUsage> result) {
        return switch (result) {
            case AgentQuery.Unanswered<ContextUsage> none ->
                Texts.of("context.unanswered", agent.nameFirst(), Markdown.text(none.why()));
            case AgentQuery.Answered<ContextUsage> answered -> told(answered.answer());
        };
    }

    private static String told(ContextUsage usage) {
        var first = Texts.of(
                "context.is", usage.percent(), HumanText.tokens(usage.tokens()), HumanText.tokens(usage.most()));
        var parts = usage.parts().stream()
                .map(part -> Texts.of("context.part", Markdown.text(part.name()), HumanText.tokens(part.tokens())));
        return Stream.concat(Stream.of(first), parts).collect(Collectors.joining("\n"));
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.CONTEXT);
    }
}
