package switchboard.claude.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The host's tools as an MCP server that Claude Code reaches through its pipe. It speaks JSON-RPC inside of control requests.
 * Immutable.
 *
 * <p>Tried out with 2.1.330: it asks nothing in the handshake because it gets all answers with {@code initialize}. A tool marked
 * as only reading is also open in plan mode, and is called while another call waits. A project's or user's server of the same name is
 * not used.
 */
public final class ToolServer {

    /** The server's name. */
    private static final String NAME = "switchboard";

    private static final String PREFIX = "mcp__" + NAME + "__";

    private static final String PROTOCOL = "2025-11-25";

    /** How long a person may take, in milliseconds: as long as Claude Code's timers can count. */
    private static final int PATIENCE = 2_000_000_000;

    private static final int NO_METHOD = -32601;
    private static final int WRONG = -32602;

    private final List<HostTool> tools;

    public ToolServer(List<HostTool> tools) {
        this.tools = List.copyOf(tools);
    }

    /** The name under which Claude knows a tool. */
    public static String fullName(String tool) {
        return PREFIX + tool;
    }

    /** The names under which Claude knows the tools. */
    public List<String> fullNames() {
        return tools.stream().map(tool -> fullName(tool.name())).toList();
    }

    public Optional<HostTool> tool(String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /** Adds the server to the arguments of {@code initialize}. */
    public void register(ObjectNode arguments) {
        arguments.putArray("sdkMcpServers").add(NAME);
        arguments.putObject("sdkMcpServerConfigs").putObject(NAME).put("timeout", PATIENCE);
        var manifest = arguments.putObject("sdkMcpServerManifests").putObject(NAME);
        manifest.set("initializeResult", initialized(PROTOCOL));
        manifest.set("toolsListResult", list());
    }

    /** The answer to any message but a call. */
    public ObjectNode answer(JsonNode message) {
        var method = message.path("method").asText();
        return switch (method) {
            case "initialize" -> result(message.path("id"), initialized(version(message)));
            case "tools/list" -> result(message.path("id"), list());
            case "ping" -> result(message.path("id"), object());
            default ->
                method.startsWith("notifications/")
                        ? notified()
                        : error(message.path("id"), NO_METHOD, "There is no method " + method + ".");
        };
    }

    /** The answer to a message that wants none, because each control request has one. */
    public static ObjectNode notified() {
        return result(JsonNodeFactory.instance.numberNode(0), object());
    }

    /** The answer to a call. */
    public static ObjectNode answer(JsonNode call, HostTool.Result result) {
        var answer = object();
        answer.putArray("content").addObject().put("type", "text").put("text", result.text());
        if (result.isError()) {
            answer.put("isError", true);
        }
        return result(call, answer);
    }

    /** The answer to a call of a tool that there is not. */
    public static ObjectNode noSuchTool(JsonNode call, String tool) {
        return error(call, WRONG, "There is no tool " + tool + ".");
    }

    /** @param required the arguments that each call has */
    static ObjectNode schema(String... required) {
        var schema = object().put("type", "object");
        var names = schema.putArray("required");
        List.of(required).forEach(names::add);
        return schema;
    }

    private static String version(JsonNode initialize) {
        return initialize.at("/params/protocolVersion").asText(PROTOCOL);
    }

    private static ObjectNode initialized(String version) {
        var result = object().put("protocolVersion", version);
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", NAME).put("version", "1");
        return result;
    }

    private ObjectNode list() {
        var result = object();
        var list = result.putArray("tools");
        for (var tool : tools) {
            var entry = list.addObject().put("name", tool.name()).put("description", tool.description());
            entry.set("inputSchema", tool.schema());
            entry.putObject("annotations").put("readOnlyHint", true);
            entry.putObject("_meta").put("anthropic/alwaysLoad", true); // else the model sees only its name
        }
        return result;
    }

    private static ObjectNode result(JsonNode id, ObjectNode result) {
        return wrapped(id, "result", result);
    }

    private static ObjectNode error(JsonNode id, int code, String text) {
        return wrapped(id, "error", object().put("code", code).put("message", text));
    }

    private static ObjectNode wrapped(JsonNode id, String member, ObjectNode content) {
        var answer = object();
        var rpc = answer.putObject("mcp_response").put("jsonrpc", "2.0");
        rpc.set("id", id);
        rpc.set(member, content);
        return answer;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
