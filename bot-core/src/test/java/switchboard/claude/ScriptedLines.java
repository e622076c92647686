package switchboard.claude;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The lines that the CLI writes (of 2.1.330), without the members that nobody reads. Pure. */
final class ScriptedLines {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String session;

    ScriptedLines(String session) {
        this.session = session;
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("no JSON: " + text, wrong);
        }
    }

    String state(String state) {
        return system("session_state_changed").put("state", state).toString();
    }

    String init(String directory, String mode) {
        return system("init")
                .put("cwd", directory)
                .put("model", "claude-opus-5-5")
                .put("permissionMode", mode)
                .toString();
    }

    String requesting() {
        return system("status").put("status", "requesting").toString();
    }

    String mode(String mode) {
        return system("status").putNull("status").put("permissionMode", mode).toString();
    }

    String lifecycle(String uuid, String state) {
        return line("command_lifecycle")
                .put("command_uuid", uuid)
                .put("state", state)
                .toString();
    }

    String replay(String uuid, String prompt) {
        var line = line("user").put("uuid", uuid).put("isReplay", true);
        line.putObject("message").put("role", "user").put("content", prompt);
        return line.toString();
    }

    String event(String json) {
        var line = line("stream_event").putNull("parent_tool_use_id");
        line.set("event", json(json));
        return line.toString();
    }

    String textDelta(String text) {
        var line = line("stream_event").putNull("parent_tool_use_id");
        line.putObject("event")
                .put("type", "content_block_delta")
                .put("index", 0)
                .putObject("delta")
                .put("type", "text_delta")
                .put("text", text);
        return line.toString();
    }

    String assistantText(String text) {
        return assistant(StreamJson.object().put("type", "text").put("text", text), null);
    }

    String assistantTool(String id, String name, String input, @Nullable String parent) {
        var block = StreamJson.object().put("type", "tool_use").put("id", id).put("name", name);
        block.set("input", json(input));
        return assistant(block, parent);
    }

    private String assistant(ObjectNode block, @Nullable String parent) {
        var line = line("assistant").put("parent_tool_use_id", parent);
        var message = line.putObject("message").put("role", "assistant").put("model", "claude-opus-5-5");
        message.putArray("content").add(block);
        message.putObject("usage")
                .put("input_tokens", 120)
                .put("cache_read_input_tokens", 20)
                .put("cache_creation_input_tokens", 10);
        return line.toString();
    }

    String toolResult(String id, String content, boolean failed) {
        var line = line("user").putNull("parent_tool_use_id");
        line.putObject("message")
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "tool_result")
                .put("tool_use_id", id)
                .put("content", content)
                .put("is_error", failed);
        return line.toString();
    }

    String canUseTool(String requestId, String toolUseId, Script.Ask ask) {
        var line = StreamJson.object().put("type", "control_request").put("request_id", requestId);
        var request = line.putObject("request")
                .put("subtype", "can_use_tool")
                .put("tool_name", ask.tool())
                .put("tool_use_id", toolUseId);
        request.set("input", json(ask.input()));
        request.set("permission_suggestions", json(ask.suggestions()));
        if (ask.agent() != null) {
            request.put("agent_id", ask.agent());
        }
        if (ask.tool().equals("AskUserQuestion") || ask.tool().equals("ExitPlanMode")) {
            request.put("requires_user_interaction", true);
        }
        return line.toString();
    }

    static String withdrawal(String requestId) {
        return StreamJson.object()
                .put("type", "control_cancel_request")
                .put("request_id", requestId)
                .toString();
    }

    /** The end of a turn; {@code uuid} is null for one that began by itself. */
    ObjectNode result(@Nullable String uuid, String terminalReason, boolean failed) {
        var line = line("result")
                .put("subtype", terminalReason.startsWith("aborted") ? "error_during_execution" : "success")
                .put("is_error", failed)
                .put("terminal_reason", terminalReason)
                .putNull("api_error_status");
        line.putObject("usage").put("output_tokens", 7);
        line.putObject("modelUsage").putObject("claude-opus-5-5").put("contextWindow", 1_000_000);
        line.putObject("model_usage_since_last_result")
                .putObject("claude-opus-5-5")
                .put("costUSD", 0.25);
        if (uuid == null) {
            line.putObject("origin").put("kind", "task-notification");
        } else {
            line.put("user_message_uuid", uuid).putArray("user_message_uuids").add(uuid);
        }
        return line;
    }

    String noConversation() {
        var line = line("result").put("subtype", "error_during_execution").put("is_error", true);
        line.putArray("errors").add("No conversation found with session ID: " + session);
        return line.toString();
    }

    private ObjectNode system(String subtype) {
        return line("system").put("subtype", subtype);
    }

    private ObjectNode line(String type) {
        return StreamJson.object().put("type", type).put("session_id", session).put("uuid", ScriptedSession.uuid());
    }
}
