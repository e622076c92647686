package switchboard.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.auto.service.AutoService;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import switchboard.claude.ClaudeProtocol;
import switchboard.model.Markdown;

/** {@code /context}: what fills Claude's context. */
@AutoService(SlashCommand.class)
public final class ContextCommand implements SlashCommand {

    /** Kinds of categories that do not count: loaded on demand, kept free, free. */
    private static final Set<String> NOT_THERE = Set.of("deferred", "buffer", "free");

    @Override
    public String name() {
        return "context";
    }

    @Override
    public String description() {
        return "How full this session's memory is";
    }

    @Override
    public Reaction run(Invocation call) {
        return Reaction.of(
                call.state(),
                new Reaction.AskClaude(
                        "get_context_usage",
                        JsonNodeFactory.instance.objectNode().put("detail", "summary"),
                        (state, answer) -> Reaction.say(state, told(answer))));
    }

    private static String told(ClaudeProtocol.Reply answer) {
        if (answer.error() != null) {
            return "Claude Code could not say how full its context is: " + Markdown.text(answer.error());
        }
        var usage = answer.payload();
        var first = "Context: " + usage.path("percentage").asInt() + "%, "
                + Words.tokens(usage.path("totalTokens").asLong()) + " of "
                + Words.tokens(usage.path("maxTokens").asLong()) + " tokens.";
        var categories = StreamSupport.stream(usage.path("categories").spliterator(), false)
                .filter(category -> !NOT_THERE.contains(category.path("kind").asText()))
                .filter(category -> category.path("tokens").asLong() > 0)
                .map(category -> "• " + Markdown.text(category.path("name").asText()) + ": "
                        + Words.tokens(category.path("tokens").asLong()));
        return Stream.concat(Stream.of(first), categories).collect(Collectors.joining("\n"));
    }
}
