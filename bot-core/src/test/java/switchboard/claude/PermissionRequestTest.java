package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.claude.wire.Incoming;
import switchboard.model.Decision;
import switchboard.model.Disclosure;
import switchboard.model.Rule;

class PermissionRequestTest {

    @Test
    void allowLeavesTheInputAsItIs() {
        assertThat(answer(new Decision.Allow())).hasToString("{\"behavior\":\"allow\"}");
    }

    @Test
    void alwaysPutsTheRulesInForceForTheSessionOnly() {
        var rules = List.of(new Rule("Bash", "touch a *"), new Rule("WebFetch", null));

        assertThat(answer(new Decision.AllowAlways(), rules))
                .isEqualTo(StreamJson.json(
                        "{\"behavior\":\"allow\",\"updatedPermissions\":[{\"type\":\"addRules\",\"behavior\":\"allow\","
                                + "\"destination\":\"session\",\"rules\":[{\"toolName\":\"Bash\",\"ruleContent\":\"touch a *\"},"
                                + "{\"toolName\":\"WebFetch\"}]}]}"));
    }

    @Test
    void aPlanIsCarriedOutWithEditsAllowedForTheSessionOnly() {
        assertThat(answer(new Decision.AllowEdits()))
                .isEqualTo(StreamJson.json(
                        "{\"behavior\":\"allow\",\"updatedPermissions\":[{\"type\":\"setMode\",\"mode\":\"acceptEdits\","
                                + "\"destination\":\"session\"}]}"));
    }

    @Test
    void aPlanIsCarriedOutInTheDefaultModeIfSomebodyStartsItWhoMayNotChangeTheMode() {
        assertThat(answer(new Decision.AllowAsking()))
                .isEqualTo(StreamJson.json(
                        "{\"behavior\":\"allow\",\"updatedPermissions\":[{\"type\":\"setMode\",\"mode\":\"default\","
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

    @Test
    void aPlanAndQuestionsAreWhatTheyAreAndAnythingElseIsAPermission() {
        assertThat(PermissionRequest.asked(ask("ExitPlanMode", "{\"plan\":\"1. Do it\"}", false)))
                .isEqualTo(new AgentProtocol.Asked("r", "t", null, new AgentProtocol.Plan("1. Do it")));
        assertThat(PermissionRequest.asked(ask("AskUserQuestion", "{\"questions\":[{\"question\":\"A?\"}]}", false))
                        .what())
                .isEqualTo(new AgentProtocol.Choices(List.of(new AgentProtocol.Choice("A?", List.of(), false))));
        assertThat(PermissionRequest.asked(ask("Bash", "{\"command\":\"ls\"}", false))
                        .what())
                .isEqualTo(new AgentProtocol.Permission(
                        "Bash", StreamJson.json("{\"command\":\"ls\"}"), List.of(), Disclosure.NONE));
    }

    @Test
    void planModeForbidsAWriteWithoutAskingAnyoneButLetsClaudeAsk() {
        assertThat(PermissionRequest.isForbidden(ask("Bash", "{}", true))).isTrue();
        assertThat(PermissionRequest.isForbidden(ask("Bash", "{}", false))).isFalse();
        assertThat(PermissionRequest.isForbidden(ask("ExitPlanMode", "{}", true)))
                .isFalse();
        assertThat(PermissionRequest.isForbidden(ask("AskUserQuestion", "{}", true)))
                .isFalse();
        assertThat(PermissionRequest.IN_PLAN_MODE.path("behavior").asText()).isEqualTo("deny");
    }

    private static ObjectNode answer(Decision decision) {
        return answer(decision, List.of());
    }

    private static ObjectNode answer(Decision decision, List<Rule> rules) {
        var ask = new Incoming.Ask("r", "t", "Bash", StreamJson.object(), rules, null, false);
        return PermissionRequest.answer(ask, new AgentProtocol.Decided(decision));
    }

    private static Incoming.Ask ask(String tool, String input, boolean byMode) {
        return new Incoming.Ask("r", "t", tool, StreamJson.json(input), List.of(), null, byMode);
    }
}
