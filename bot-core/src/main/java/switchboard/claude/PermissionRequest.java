package switchboard.claude;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Asked;
import switchboard.agent.AgentProtocol.Chosen;
import switchboard.agent.AgentProtocol.Decided;
import switchboard.agent.AgentProtocol.Resolution;
import switchboard.claude.wire.Incoming;
import switchboard.model.Decision;
import switchboard.model.PermissionMode;
import switchboard.model.Rule;

/** Translates a {@code can_use_tool} request into the agent port's terms, and an answer to it into its payload. Pure. */
final class PermissionRequest {

    /** The answer in plan mode, which alone does not prevent writes: a write that is allowed there would run. */
    static final ObjectNode IN_PLAN_MODE =
            deny("Plan mode: nothing is changed now. Present the plan with ExitPlanMode.");

    private PermissionRequest() {}

    static Asked asked(Incoming.Ask ask) {
        return new Asked(ask.requestId(), ask.toolUseId(), ask.agentId(), request(ask));
    }

    private static AgentProtocol.Request request(Incoming.Ask ask) {
        return switch (ask.tool()) {
            case ClaudeTools.PLAN ->
                new AgentProtocol.Plan(ask.input().path("plan").asText());
            case ClaudeTools.QUESTION -> new AgentProtocol.Choices(AskedChoices.of(ask.input()));
            default -> new AgentProtocol.Permission(ask.tool(), ask.input(), ask.suggestions(), ask.disclosure());
        };
    }

    /** Whether nobody is asked, because the mode forbids the call anyway. */
    static boolean isForbidden(Incoming.Ask ask) {
        return ask.byMode() && !ClaudeTools.isInteractive(ask.tool());
    }

    static ObjectNode answer(Incoming.Ask ask, Resolution resolution) {
        return switch (resolution) {
            case Chosen chosen -> {
                var payload = allow();
                payload.set("updatedInput", AskedChoices.answered(ask.input(), chosen.picks()));
                yield payload;
            }
            case Decided decided -> answer(decided.decision(), ask.suggestions());
        };
    }

    /** @param rules the rules that {@link Decision.AllowAlways} adds in the living process */
    private static ObjectNode answer(Decision decision, List<Rule> rules) {
        return switch (decision) {
            case Decision.Allow allow -> allow();
            case Decision.AllowAlways always -> allowAlways(rules);
            case Decision.AllowEdits edits -> allowIn(PermissionMode.ACCEPT_EDITS);
            case Decision.AllowAsking asking -> allowIn(PermissionMode.DEFAULT);
            case Decision.Deny deny -> deny(deny.refusal().orElseThrow());
            case Decision.Say say -> deny(say.refusal().orElseThrow());
            case Decision.Tick tick -> throw new IllegalArgumentException("nothing is decided by a tick");
            case Decision.Done done -> throw new IllegalArgumentException("only a choice is done");
            case Decision.Correct correct -> throw new IllegalArgumentException("only a transcript is corrected");
            case Decision.TryAgain again -> throw new IllegalArgumentException("only a recording is tried again");
        };
    }

    static ObjectNode deny(String message) {
        return StreamJson.object().put("behavior", "deny").put("message", message);
    }

    static ObjectNode allow() {
        return StreamJson.object().put("behavior", "allow");
    }

    private static ObjectNode allowAlways(List<Rule> rules) {
        var payload = allow();
        var update = payload.putArray("updatedPermissions").addObject();
        update.put("type", "addRules").put("behavior", "allow").put("destination", "session");
        var list = update.putArray("rules");
        for (var rule : rules) {
            var entry = list.addObject().put("toolName", rule.toolName());
            if (rule.ruleContent() != null) {
                entry.put("ruleContent", rule.ruleContent());
            }
        }
        return payload;
    }

    private static ObjectNode allowIn(PermissionMode mode) {
        var payload = allow();
        payload.putArray("updatedPermissions")
                .addObject()
                .put("type", "setMode")
                .put("mode", mode.word())
                .put("destination", "session");
        return payload;
    }
}
