package switchboard.claude;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import switchboard.claude.wire.Incoming;
import switchboard.model.Content;
import switchboard.model.Disclosure;
import switchboard.model.Rule;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Codec of Claude Code's stream-json lines. Pure; a line it cannot read becomes {@link Incoming.Other}. */
public final class StreamJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StreamJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Any JSON, such as a line.
     *
     * @throws IllegalArgumentException if the text is not JSON
     */
    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("no JSON: " + text, wrong);
        }
    }

    // What we write

    /** A user message of several pieces. */
    public static String user(String uuid, List<Content> content, boolean literal) {
        return user(uuid, content.stream().map(StreamJson::words).collect(Collectors.joining("\n\n")), literal);
    }

    /** The words of a piece of a prompt, as Claude reads them. */
    private static String words(Content piece) {
        return switch (piece) {
            case Content.Text text -> text.text();
            case Content.Quote quote -> quote.text();
            case Content.Attachment file -> file.text(); // only the name, where no files are fetched
            case Content.Transcript transcript -> transcript.text();
            case Content.Handoff handoff -> handoff.text();
        };
    }

    /**
     * A user message.
     *
     * @param literal whether Claude gets the text unchanged: no slash command runs and no {@code @file} is expanded
     */
    public static String user(String uuid, String text, boolean literal) {
        var line = object().put("type", "user").put("uuid", uuid).putNull("parent_tool_use_id");
        if (literal) {
            line.put("client_composed", true);
        }
        line.putObject("message").put("role", "user").put("content", text);
        return line.toString();
    }

    /** A control request; {@code arguments} are its members besides the subtype. */
    public static String request(String requestId, String subtype, ObjectNode arguments) {
        var line = object().put("type", "control_request").put("request_id", requestId);
        line.putObject("request").put("subtype", subtype).setAll(arguments);
        return line.toString();
    }

    /** The answer to a control request of Claude Code's. */
    public static String response(String requestId, JsonNode payload) {
        var line = object().put("type", "control_response");
        line.putObject("response")
                .put("subtype", "success")
                .put("request_id", requestId)
                .set("response", payload);
        return line.toString();
    }

    public static String refusal(String requestId, String error) {
        var line = object().put("type", "control_response");
        line.putObject("response")
                .put("subtype", "error")
                .put("request_id", requestId)
                .put("error", error);
        return line.toString();
    }

    // What we read

    public static Incoming read(String line) {
        try {
            if (line.startsWith(StreamEventReader.BEGINNING)) {
                return streamEvent(MAPPER.createParser(line));
            }
            var json = MAPPER.readTree(line);
            return json == null ? new Incoming.Other("empty") : read(json);
        } catch (IOException notJson) {
            return new Incoming.Other("no JSON");
        }
    }

    private static Incoming streamEvent(JsonParser line) throws IOException {
        try (line) {
            return StreamEventReader.read(line);
        }
    }

    private static Incoming read(JsonNode json) throws IOException {
        var type = json.path("type").asText();
        return switch (type) {
            case "system" -> system(json);
            case "stream_event" -> streamEvent(MAPPER.treeAsTokens(json));
            case "assistant" -> assistant(json);
            case "user" -> toolResults(json);
            case "result" -> result(json);
            case "control_request" -> controlRequest(json);
            case "control_response" -> controlResponse(json.path("response"));
            case "control_cancel_request" ->
                new Incoming.Withdrawn(json.path("request_id").asText());
            case "command_lifecycle" ->
                new Incoming.Lifecycle(
                        json.path("command_uuid").asText(), json.path("state").asText());
            case "conversation_reset" ->
                new Incoming.ConversationReset(json.path("new_conversation_id").asText());
            default -> new Incoming.Other(type);
        };
    }

    private static Incoming system(JsonNode json) {
        var subtype = json.path("subtype").asText();
        return switch (subtype) {
            case "session_state_changed" ->
                new Incoming.StateChanged(json.path("state").asText());
            case "init" -> new Incoming.Init(json.path("claude_code_version").asText());
            case "api_retry" ->
                new Incoming.ApiRetry(
                        json.path("attempt").asInt(),
                        json.path("max_retries").asInt(),
                        json.path("error_status").asInt(),
                        json.path("error").asText());
            case "compact_boundary" ->
                new Incoming.Compacted(
                        json.at("/compact_metadata/pre_tokens").asLong(),
                        json.at("/compact_metadata/post_tokens").asLong());
            case "status" -> status(json);
            default -> new Incoming.Other("system/" + subtype);
        };
    }

    private static Incoming status(JsonNode json) {
        if (json.path("status").asText().equals("compacting")) {
            return new Incoming.Compacting();
        }
        return json.has("permissionMode")
                ? new Incoming.ModeChanged(json.path("permissionMode").asText())
                : new Incoming.Other("system/status");
    }

    private static Incoming assistant(JsonNode json) {
        var message = json.path("message");
        var blocks = new ArrayList<Incoming.Block>();
        for (var block : message.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> blocks.add(new Incoming.Text(block.path("text").asText()));
                case "tool_use" ->
                    blocks.add(new Incoming.ToolUse(
                            block.path("id").asText(), block.path("name").asText(), block.path("input")));
                default -> {} // thinking and future kinds are not shown
            }
        }
        var usage = message.path("usage");
        return new Incoming.Assistant(
                blocks,
                textOrNull(json.path("parent_tool_use_id")),
                textOrNull(json.path("error")),
                usage.path("input_tokens").asLong()
                        + usage.path("cache_read_input_tokens").asLong()
                        + usage.path("cache_creation_input_tokens").asLong());
    }

    private static Incoming toolResults(JsonNode json) {
        var results = new ArrayList<Incoming.ToolResult>();
        for (var block : json.at("/message/content")) {
            if (block.path("type").asText().equals("tool_result")) {
                results.add(new Incoming.ToolResult(
                        block.path("tool_use_id").asText(),
                        block.path("is_error").asBoolean()));
            }
        }
        return results.isEmpty() ? new Incoming.Other("user") : new Incoming.ToolResults(results);
    }

    private static Incoming result(JsonNode json) {
        var usd = 0.0;
        for (var model : json.path("model_usage_since_last_result")) {
            usd += model.path("costUSD").asDouble();
        }
        var window = 0L;
        for (var model : json.path("modelUsage")) {
            window = Math.max(window, model.path("contextWindow").asLong());
        }
        return new Incoming.Result(
                json.path("is_error").asBoolean(),
                json.path("terminal_reason").asText(),
                json.path("api_error_status").asInt(),
                json.path("result").asText(),
                texts(json.path("errors")),
                texts(json.path("user_message_uuids")),
                json.at("/usage/output_tokens").asLong(),
                window,
                usd);
    }

    private static Incoming controlRequest(JsonNode json) {
        var requestId = json.path("request_id").asText();
        var request = json.path("request");
        var subtype = request.path("subtype").asText();
        return switch (subtype) {
            case "can_use_tool" -> canUseTool(requestId, request);
            case "hook_callback" ->
                new Incoming.HookCallback(
                        requestId,
                        request.path("callback_id").asText(),
                        request.at("/input/hook_event_name").asText(),
                        request.path("input"));
            case "mcp_message" -> toolMessage(requestId, request.path("message"));
            default -> new Incoming.Unserved(requestId, subtype);
        };
    }

    private static Incoming toolMessage(String requestId, JsonNode message) {
        var parameters = message.path("params");
        return switch (message.path("method").asText()) {
            case "tools/call" ->
                new Incoming.ToolCall(
                        requestId,
                        message.path("id"),
                        parameters.path("name").asText(),
                        parameters.at("/_meta/claudecode~1toolUseId").asText(),
                        parameters.path("arguments"));
            case "notifications/cancelled" -> new Incoming.ToolCancelled(requestId, parameters.path("requestId"));
            default -> new Incoming.ToolMessage(requestId, message);
        };
    }

    private static Incoming canUseTool(String requestId, JsonNode request) {
        if (request.at("/mcp_server/source").asText().equals("sdk")) { // such a server is only the host's
            return new Incoming.AskOfOwn(requestId);
        }
        if (isCut(request.path("input"))) {
            return new Incoming.TooLong(requestId);
        }
        return new Incoming.Ask(
                requestId,
                request.path("tool_use_id").asText(),
                request.path("tool_name").asText(),
                request.path("input"),
                suggestedRules(request.path("permission_suggestions")),
                textOrNull(request.path("agent_id")),
                request.path("decision_reason_type").asText().equals("mode"),
                new Disclosure(reasons(request), List.of(), true));
    }

    /** The reasons for the question that the input does not show. */
    private static List<String> reasons(JsonNode request) {
        var reasons = new ArrayList<String>();
        var path = request.path("blocked_path").asText();
        if (!path.isEmpty() && !path.equals(request.at("/input/file_path").asText())) {
            reasons.add(Texts.of("remark.path", Markdown.code(path)));
        }
        var reason = request.path("decision_reason").asText();
        if (!reason.isEmpty()) {
            reasons.add(Texts.of("remark.why", Markdown.text(reason)));
        }
        return reasons;
    }

    /** Whether a part of it was too long for a line. */
    static boolean isCut(JsonNode node) {
        return node.isTextual()
                ? node.textValue().length() > BoundedLines.CUT.length()
                        && node.textValue().endsWith(BoundedLines.CUT)
                : StreamSupport.stream(node.spliterator(), false).anyMatch(StreamJson::isCut);
    }

    /**
     * Only {@code addRules} that allow, because {@code setMode} and {@code addDirectories} would allow more than the person was
     * asked. None if one is too long, because the others alone would not be enough.
     */
    private static List<Rule> suggestedRules(JsonNode suggestions) {
        var rules = StreamSupport.stream(suggestions.spliterator(), false)
                .filter(each -> each.path("type").asText().equals("addRules")
                        && each.path("behavior").asText().equals("allow"))
                .flatMap(each -> StreamSupport.stream(each.path("rules").spliterator(), false))
                .map(rule -> new Rule(rule.path("toolName").asText(), textOrNull(rule.path("ruleContent"))))
                .toList();
        return rules.stream().allMatch(rule -> rule.text().length() <= Rule.LONGEST) ? rules : List.of();
    }

    private static Incoming controlResponse(JsonNode response) {
        var payload = response.path("response");
        return new Incoming.Response(
                response.path("request_id").asText(),
                response.path("subtype").asText().equals("success"),
                payload.isMissingNode() ? MissingNode.getInstance() : payload,
                response.path("error").asText());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static @Nullable String textOrNull(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
