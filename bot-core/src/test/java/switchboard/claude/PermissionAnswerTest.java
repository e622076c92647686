package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.model.Decision;
import switchboard.model.Rule;

class PermissionAnswerTest {

    @Test
    void allowLeavesTheInputAsItIs() {
        assertThat(answer(new Decision.Allow())).hasToString("{\"behavior\":\"allow\"}");
    }

    @Test
    void alwaysPutsTheRulesInForceForTheSessionOnly() {
        var rules = List.of(new Rule("Bash", "touch a *"), new Rule("WebFetch", null));

        assertThat(PermissionAnswer.of(new Decision.AllowAlways(), rules))
                .isEqualTo(CliLines.json(
                        "{\"behavior\":\"allow\",\"updatedPermissions\":[{\"type\":\"addRules\",\"behavior\":\"allow\","
                                + "\"destination\":\"session\",\"rules\":[{\"toolName\":\"Bash\",\"ruleContent\":\"touch a *\"},"
                                + "{\"toolName\":\"WebFetch\"}]}]}"));
    }

    @Test
    void aPlanIsCarriedOutWithEditsAllowedForTheSessionOnly() {
        assertThat(answer(new Decision.AllowEdits()))
                .isEqualTo(CliLines.json(
                        "{\"behavior\":\"allow\",\"updatedPermissions\":[{\"type\":\"setMode\",\"mode\":\"acceptEdits\","
                                + "\"destination\":\"session\"}]}"));
    }

    @Test
    void aRefusalAlwaysTellsTheModelSomething() {
        assertThat(answer(new Decision.Deny("not now")).path("message").asText())
                .isEqualTo("The user says: not now");
        assertThat(answer(new Decision.Deny(" ")).path("message").asText()).isNotBlank();
        assertThat(answer(new Decision.Say("use tabs")))
                .hasToString("{\"behavior\":\"deny\",\"message\":\"The user says: use tabs\"}");
    }

    private static ObjectNode answer(Decision decision) {
        return PermissionAnswer.of(decision, List.of());
    }
}
