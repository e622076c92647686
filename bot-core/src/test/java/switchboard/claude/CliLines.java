package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lines that the CLI (2.1.330) writes in a session, without the members that nobody reads. It is the other side of
 * {@link StreamJson}, for stand-ins of the CLI. Pure.
 */
public final class CliLines {

    /**
     * What an answer has used, on every line that tells it.
     *
     * @param inputTokens neither from the cache nor put there
     * @param contextWindow in tokens
     * @param usd price of each turn
     */
    public record Figures(
            long inputTokens,
            long cacheReadTokens,
            long cacheCreationTokens,
            long outputTokens,
            long contextWindow,
            double usd) {

        /** Nothing was used. */
        public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);
    }

    private final String session;
    private final String model;
    private final Figures figures;

    public CliLines(String session, String model, Figures figures) {
        this.session = session;
        this.model = model;
        this.figures = figures;
    }

    /** The text of a line for a process. */
    public static String text(ClaudeProcess.Line line) {
        var text = new StringWriter();
        try {
            line.writeTo(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** The words of a user message; of a picture or document, that there is one. */
    public static String prompt(JsonNode user) {
        var content = user.at("/message/content");
        return content.isTextual()
                ? content.asText()
                : StreamSupport.stream(content.spliterator(), false)
                        .map(CliLines::words)
                        .collect(Collectors.joining("\n\n"));
    }

    private static String words(JsonNode block) {
        var type = block.path("type").asText();
        return type.equals("text")
                ? block.path("text").asText()
                : "[" + type + " " + block.at("/source/media_type").asText() + "]";
    }

    public String state(String state) {
        return system("session_state_changed").put("state", state).toString();
    }

    public String init(String directory, String mode) {
        return system("init")
                .put("cwd", directory)
                .put("model", model)
                .put("permissionMode", mode)
                .toString();
    }

    public String requesting() {
        return system("status").put("status", "requesting").toString();
    }

    public String mode(String mode) {
        return system("status").putNull("status").put("permissionMode", mode).toString();
    }

    public String lifecycle(String uuid, String state) {
        return line("command_lifecycle")
                .put("command_uuid", uuid)
                .put("state", state)
                .toString();
    }

    public String replay(String uuid, String prompt) {
        var line = line("user").put("uuid", uuid).put("isReplay", true);
        line.putObject("message").put("role", "user").put("content", prompt);
        return line.toString();
    }

    /** @param event a JSON object */
    public String event(String event) {
        return event(StreamJson.json(event));
    }

    public String textDelta(String text) {
        var event = StreamJson.object().put("type", "content_block_delta").put("index", 0);
        event.putObject("delta").put("type", "text_delta").put("text", text);
        return event(event);
    }

    private String event(JsonNode event) {
        var line = line("stream_event").putNull("parent_tool_use_id");
        line.set("event", event);
        return line.toString();
    }

    public String assistantText(String text) {
        return assistant(model, text(text), null).toString();
    }

    /** @param parent the tool call of the subagent that calls this tool, null for the main conversation */
    public String assistantTool(String id, String name, JsonNode input, @Nullable String parent) {
        var block = StreamJson.object().put("type", "tool_use").put("id", id).put("name", name);
        block.set("input", input);
        return assistant(model, block, parent).toString();
    }

    private static ObjectNode text(String text) {
        return StreamJson.object().put("type", "text").put("text", text);
    }

    private ObjectNode assistant(String speaker, ObjectNode block, @Nullable String parent) {
        var line = line("assistant").put("parent_tool_use_id", parent);
        var message = line.putObject("message").put("role", "assistant").put("model", speaker);
        message.putArray("content").add(block);
        message.putObject("usage")
                .put("input_tokens", figures.inputTokens())
                .put("cache_read_input_tokens", figures.cacheReadTokens())
                .put("cache_creation_input_tokens", figures.cacheCreationTokens());
        return line;
    }

    public String toolResult(String id, String content, boolean failed) {
        var block = StreamJson.object().put("type", "tool_result").put("tool_use_id", id);
        return user(block.put("content", content).put("is_error", failed));
    }

    private String user(ObjectNode block) {
        var line = line("user").putNull("parent_tool_use_id");
        line.putObject("message").put("role", "user").putArray("content").add(block);
        return line.toString();
    }

    /**
     * A permission is asked, or a question for the user.
     *
     * @param suggestions what of permissions would spare the question, an array
     * @param agent the subagent that asks, null for the main conversation
     */
    public static ObjectNode canUseTool(
            String requestId,
            String toolUseId,
            String tool,
            JsonNode input,
            JsonNode suggestions,
            @Nullable String agent) {
        var line = StreamJson.object().put("type", "control_request").put("request_id", requestId);
        var request = line.putObject("request")
                .put("subtype", "can_use_tool")
                .put("tool_name", tool)
                .put("tool_use_id", toolUseId);
        request.set("input", input);
        request.set("permission_suggestions", suggestions);
        if (agent != null) {
            request.put("agent_id", agent);
        }
        if (tool.equals("AskUserQuestion") || tool.equals("ExitPlanMode")) {
            request.put("requires_user_interaction", true);
        }
        return line;
    }

    /**
     * A hook of the host's is asked.
     *
     * @param input the event's own members, an object
     */
    public static String hookCallback(String requestId, String event, JsonNode input) {
        var line = StreamJson.object().put("type", "control_request").put("request_id", requestId);
        var request = line.putObject("request").put("subtype", "hook_callback").put("callback_id", event);
        request.putObject("input").put("hook_event_name", event).setAll((ObjectNode) input);
        return line.toString();
    }

    /** A tool of the host's is called. */
    public static String toolCall(String requestId, int rpcId, String tool, String toolUseId, JsonNode arguments) {
        var parameters = StreamJson.object().put("name", tool);
        parameters.set("arguments", arguments);
        parameters.putObject("_meta").put("claudecode/toolUseId", toolUseId).put("progressToken", rpcId);
        var message = StreamJson.object()
                .put("method", "tools/call")
                .put("jsonrpc", "2.0")
                .put("id", rpcId);
        message.set("params", parameters);
        return toServer(requestId, message);
    }

    /** A call of a tool of the host's is cancelled. */
    public static String toolCancelled(String requestId, int rpcId) {
        var message = StreamJson.object().put("jsonrpc", "2.0").put("method", "notifications/cancelled");
        message.putObject("params").put("requestId", rpcId).put("reason", "interrupted");
        return toServer(requestId, message);
    }

    private static String toServer(String requestId, ObjectNode message) {
        var line = StreamJson.object().put("type", "control_request").put("request_id", requestId);
        line.putObject("request")
                .put("subtype", "mcp_message")
                .put("server_name", "switchboard")
                .set("message", message);
        return line.toString();
    }

    public static String withdrawal(String requestId) {
        return StreamJson.object()
                .put("type", "control_cancel_request")
                .put("request_id", requestId)
                .toString();
    }

    /** The end of a turn; {@code uuid} is null for one that began by itself. */
    public ObjectNode result(@Nullable String uuid, String terminalReason, boolean failed) {
        var aborted = terminalReason.startsWith("aborted");
        var line = line("result")
                .put("subtype", aborted ? "error_during_execution" : "success")
                .put("is_error", failed)
                .put("terminal_reason", terminalReason)
                .putNull("api_error_status");
        if (aborted) {
            line.putArray("errors").add("[ede_diagnostic] result_type=user");
        }
        line.putObject("usage").put("output_tokens", figures.outputTokens());
        line.putObject("modelUsage").putObject(model).put("contextWindow", figures.contextWindow());
        line.putObject("model_usage_since_last_result").putObject(model).put("costUSD", figures.usd());
        if (uuid == null) {
            line.putObject("origin").put("kind", "task-notification");
        } else {
            line.put("user_message_uuid", uuid).putArray("user_message_uuids").add(uuid);
        }
        return line;
    }

    public String noConversation() {
        var line = line("result").put("subtype", "error_during_execution").put("is_error", true);
        line.putArray("errors").add("No conversation found with session ID: " + session);
        return line.toString();
    }

    /** The answer to {@code get_settings} where nothing but these settings is in force. */
    public static ObjectNode settingsInForce(String settings) {
        var answer = StreamJson.object();
        answer.putArray("sources").addObject().put("source", "flagSettings").set("settings", StreamJson.json(settings));
        return answer;
    }

    /** The answer to {@code list_permission_rules} where nothing but the rules of these settings is in force. */
    public static ObjectNode rulesInForce(String settings) {
        var answer = StreamJson.object();
        var rules = answer.putObject("state").putArray("rules");
        StreamJson.json(settings)
                .path("permissions")
                .properties()
                .forEach(kind -> kind.getValue()
                        .forEach(rule -> rules.addObject()
                                .put("behavior", kind.getKey())
                                .put("source", "flagSettings")
                                .put("rule", rule.asText())));
        return answer;
    }

    /** The refusal of a control request that the CLI does not know. */
    public static String unsupported(String requestId, String subtype) {
        return StreamJson.refusal(requestId, "Unsupported control request subtype: " + subtype);
    }

    private ObjectNode system(String subtype) {
        return line("system").put("subtype", subtype);
    }

    private ObjectNode line(String type) {
        return StreamJson.object()
                .put("type", type)
                .put("session_id", session)
                .put("uuid", UUID.randomUUID().toString());
    }
}
