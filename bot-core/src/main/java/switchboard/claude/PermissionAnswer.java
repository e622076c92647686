package switchboard.claude;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import switchboard.model.Decision;
import switchboard.model.Rule;

/** The payloads that answer {@code can_use_tool}. Pure. */
public final class PermissionAnswer {

    private PermissionAnswer() {}

    public static ObjectNode object() {
        return StreamJson.object();
    }

    /** @param rules what {@link Decision.AllowAlways} puts in force in the living process */
    public static ObjectNode of(Decision decision, List<Rule> rules) {
        return switch (decision) {
            case Decision.Allow allow -> object().put("behavior", "allow");
            case Decision.AllowAlways always -> allowAlways(rules);
            case Decision.AllowEdits edits -> allowEdits();
            case Decision.Deny deny ->
                deny(deny.reason().isBlank() ? "The user does not want this." : "The user says: " + deny.reason());
            case Decision.Say say -> deny("The user says: " + say.text());
            case Decision.Tick tick -> throw new IllegalArgumentException("nothing is decided by a tick");
            case Decision.Done done -> throw new IllegalArgumentException("only a choice is done");
        };
    }

    public static ObjectNode deny(String message) {
        return object().put("behavior", "deny").put("message", message);
    }

    /** Allows a tool with another input. */
    static ObjectNode allow(ObjectNode input) {
        var payload = object().put("behavior", "allow");
        payload.set("updatedInput", input);
        return payload;
    }

    private static ObjectNode allowAlways(List<Rule> rules) {
        var payload = object().put("behavior", "allow");
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

    private static ObjectNode allowEdits() {
        var payload = object().put("behavior", "allow");
        payload.putArray("updatedPermissions")
                .addObject()
                .put("type", "setMode")
                .put("mode", "acceptEdits")
                .put("destination", "session");
        return payload;
    }
}
