package switchboard.claude.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ToolServer server = new ToolServer(List.of(new AskUser()));

    @Test
    void initializeCarriesAllAnswersOfTheHandshake() throws IOException {
        var arguments = JsonNodeFactory.instance.objectNode();
        server.register(arguments);
        var manifest = arguments.at("/sdkMcpServerManifests/switchboard");

        assertThat(manifest.path("initializeResult"))
                .isEqualTo(
                        answer("{\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"},\"id\":0}")
                                .path("result"));
        assertThat(manifest.path("toolsListResult"))
                .isEqualTo(answer("{\"method\":\"tools/list\",\"id\":1}").path("result"));
        assertThat(arguments.at("/sdkMcpServerConfigs/switchboard/timeout").asLong())
                .as("a person may take days, but no timer of the CLI overflows")
                .isBetween(7 * 86_400_000L, (long) Integer.MAX_VALUE);
    }

    @Test
    void aToolIsAlwaysLoadedAndOpenInPlanMode() throws IOException {
        var tool = answer("{\"method\":\"tools/list\",\"id\":1}").at("/result/tools/0");

        assertThat(tool.at("/_meta/anthropic~1alwaysLoad").asBoolean()).isTrue();
        assertThat(tool.at("/annotations/readOnlyHint").asBoolean()).isTrue();
        assertThat(tool.at("/inputSchema/required").toString()).isEqualTo("[\"question\"]");
    }

    @Test
    void anyMessageHasAnAnswer() throws IOException {
        assertThat(answer("{\"method\":\"ping\",\"id\":\"p\"}").toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");
        assertThat(answer("{\"method\":\"notifications/initialized\"}").toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}");
        assertThat(answer("{\"method\":\"resources/list\",\"id\":3}").toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32601,"
                        + "\"message\":\"There is no method resources/list.\"}}");
        assertThat(server.answer(JsonNodeFactory.instance.nullNode()).has("mcp_response"))
                .isTrue();
    }

    private JsonNode answer(String message) throws IOException {
        return server.answer(JSON.readTree(message)).path("mcp_response");
    }
}
