package switchboard.claude.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Choice;
import switchboard.agent.AgentProtocol.Choices;
import switchboard.agent.AgentProtocol.Pick;
import switchboard.model.Question;

/** Asks people a question. */
public record AskUser() implements HostTool {

    public static final String NAME = "ask_user";

    /** The most options that are still easy to choose from on a phone. */
    private static final int MOST_OPTIONS = 20;

    private static final int LONGEST_OPTION = 100;
    private static final int LONGEST_QUESTION = 3000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Asks the user in the chat and waits for the answer: an option, several if multi, or own words.";
    }

    @Override
    public ObjectNode schema() {
        var schema = ToolServer.schema("question");
        var properties = schema.putObject("properties");
        properties.putObject("question").put("type", "string");
        properties.putObject("options").put("type", "array").putObject("items").put("type", "string");
        properties.putObject("multi").put("type", "boolean");
        return schema;
    }

    @Override
    public AgentProtocol.Event begin(Call call) throws RefusedException {
        var question = call.text("question");
        var options = options(call.arguments().path("options"));
        if (question.isEmpty() || question.length() > LONGEST_QUESTION) {
            throw new RefusedException("A question has 1 to " + LONGEST_QUESTION + " characters.");
        }
        if (options.size() > MOST_OPTIONS
                || options.stream().anyMatch(option -> option.isEmpty() || option.length() > LONGEST_OPTION)) {
            throw new RefusedException(
                    "There are at most " + MOST_OPTIONS + " options of 1 to " + LONGEST_OPTION + " characters each.");
        }
        var several = call.arguments().path("multi").asBoolean() && !options.isEmpty();
        var labels =
                options.stream().map(option -> new Question.Option(option, "")).toList();
        return new AgentProtocol.Asked(
                call.request(),
                call.toolUse(),
                call.subagent(),
                new Choices(List.of(new Choice(question, labels, several))));
    }

    private static List<String> options(JsonNode given) throws RefusedException {
        if (given.isMissingNode() || given.isNull()) {
            return List.of();
        }
        if (!given.isArray() || !given.valueStream().allMatch(each -> each.isTextual() || each.isNumber())) {
            throw new RefusedException("The options are a list of texts, such as [\"Red\", \"Blue\"].");
        }
        return given.valueStream()
                .map(JsonNode::asText)
                .map(String::strip)
                .distinct()
                .toList();
    }

    @Override
    public Result end(AgentProtocol.Reply reply) {
        return switch (reply) {
            case AgentProtocol.Answer answer ->
                switch (answer.resolution()) {
                    case AgentProtocol.Chosen chosen ->
                        new Result(words(chosen.picks().getFirst()), false);
                    case AgentProtocol.Decided decided ->
                        new Result(decided.decision().refusal().orElse("The user did not answer."), true);
                };
            case AgentProtocol.FileSent sent -> throw new IllegalArgumentException("no file: " + sent);
        };
    }

    private static String words(Pick pick) {
        return Stream.concat(pick.labels().stream(), Stream.of(pick.words()))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
