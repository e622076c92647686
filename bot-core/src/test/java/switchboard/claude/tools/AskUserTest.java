package switchboard.claude.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.model.Question;
import switchboard.model.TurnId;

class AskUserTest {

    private final AskUser tool = new AskUser();

    @Test
    void withoutOptionsOnlyOwnWordsAnswer() throws Exception {
        assertThat(choice("{\"question\":\" Which? \",\"multi\":true}"))
                .isEqualTo(new AgentProtocol.Choice("Which?", List.of(), false));
    }

    @Test
    void anOptionIsOfferedOnce() throws Exception {
        assertThat(choice("{\"question\":\"Which?\",\"options\":[\"Red\",\" Red\",\"Blue\"]}"))
                .isEqualTo(new AgentProtocol.Choice(
                        "Which?", List.of(new Question.Option("Red", ""), new Question.Option("Blue", "")), false));
    }

    @Test
    void aQuestionThatNobodyCanAnswerIsRefused() {
        var many = IntStream.range(0, 21).mapToObj(n -> "\"" + n + "\"").collect(Collectors.joining(","));

        assertThatThrownBy(() -> choice("{}")).hasMessage("A question has 1 to 3000 characters.");
        assertThatThrownBy(() -> choice("{\"question\":\"" + "q".repeat(3001) + "\"}"))
                .hasMessage("A question has 1 to 3000 characters.");
        for (var options : List.of(many, "\"\"", "\"" + "o".repeat(101) + "\"")) {
            assertThatThrownBy(() -> choice("{\"question\":\"Which?\",\"options\":[" + options + "]}"))
                    .isInstanceOf(HostTool.RefusedException.class)
                    .hasMessage("There are at most 20 options of 1 to 100 characters each.");
        }
    }

    @Test
    void optionsThatAreNoListOfTextsAreRefused() {
        for (var options :
                List.of("\"Red, Blue\"", "{\"a\":\"Red\"}", "[{\"label\":\"Red\"}]", "[[\"Red\"]]", "[null]")) {
            assertThatThrownBy(() -> choice("{\"question\":\"Which?\",\"options\":" + options + "}"))
                    .isInstanceOf(HostTool.RefusedException.class)
                    .hasMessage("The options are a list of texts, such as [\"Red\", \"Blue\"].");
        }
    }

    @Test
    void noOptionsAndOptionsThatAreNumbersAreTaken() throws Exception {
        assertThat(choice("{\"question\":\"Which?\",\"options\":null}").options())
                .isEmpty();
        assertThat(choice("{\"question\":\"Which?\",\"options\":[1,2.5]}").options())
                .extracting(Question.Option::label)
                .containsExactly("1", "2.5");
    }

    private AgentProtocol.Choice choice(String arguments) throws Exception {
        var call =
                new HostTool.Call(TurnId.random(), "r", "t", null, List.of(), new ObjectMapper().readTree(arguments));
        var asked = (AgentProtocol.Asked) tool.begin(call);
        return ((AgentProtocol.Choices) asked.what()).choices().getFirst();
    }
}
