package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import switchboard.guard.ToolGuard;

/** The {@code PreToolUse} hook: what is closed to Claude's tools stays closed, in every permission mode. */
final class ToolCalls {

    private final ToolGuard guard;

    ToolCalls(ClaudeSettings claude) {
        this.guard = new ToolGuard(claude.closedPaths(), claude.environment());
    }

    /** The hook's output; blocks on files. */
    ObjectNode answer(JsonNode call) {
        var verdict = guard.check(call);
        return switch (verdict.kind()) {
            case OPEN -> StreamJson.object();
            case ASK -> decision("ask", verdict.reason());
            case DENY -> decision("deny", verdict.reason());
        };
    }

    private static ObjectNode decision(String decision, String reason) {
        var output = StreamJson.object();
        output.putObject("hookSpecificOutput")
                .put("hookEventName", "PreToolUse")
                .put("permissionDecision", decision)
                .put("permissionDecisionReason", reason);
        return output;
    }
}
