package switchboard.claude.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.model.Disclosure;
import switchboard.model.Rule;

/**
 * A line that Claude Code 2.1.330 writes, as far as a host with turns needs it. An unknown line is {@link Other}, never an error,
 * because each release adds new ones.
 */
public sealed interface Incoming {

    /** {@code running}, {@code requires_action} or {@code idle}. Only {@code idle} is a sure sign that nothing more comes. */
    record StateChanged(String state) implements Incoming {}

    /** The state of a message of ours: {@code queued}, {@code started}, {@code completed} or {@code cancelled}. */
    record Lifecycle(String uuid, String state) implements Incoming {}

    /** {@code init}; repeated at the start of every turn. */
    record Init(String version) implements Incoming {

        /** Without the version. */
        public Init() {
            this("");
        }
    }

    /** A new message of the model begins: streamed text of an unfinished message is void. */
    record MessageStart() implements Incoming {}

    /** Streamed text of the main conversation, provisional until its {@link Assistant} line. */
    record TextDelta(String text) implements Incoming {}

    /**
     * A completed block.
     *
     * @param parent the tool call of the subagent that speaks, null for the main conversation
     * @param error the API's error; null if this is the model's own text
     * @param contextTokens the request's tokens, 0 if unknown
     */
    record Assistant(
            List<Block> blocks,
            @Nullable String parent,
            @Nullable String error,
            long contextTokens) implements Incoming {}

    /** The results of tool calls, by their ids. */
    record ToolResults(List<ToolResult> results) implements Incoming {}

    /** One tool's result. */
    record ToolResult(String toolUseId, boolean failed) {}

    /**
     * The end of a turn.
     *
     * @param apiStatus the HTTP status of an API error, 0 for none
     * @param uuids all messages that the turn consumed; empty for a turn that nobody asked for
     * @param usd price since the last result
     */
    record Result(
            boolean failed,
            String terminalReason,
            int apiStatus,
            String text,
            List<String> errors,
            List<String> uuids,
            long outputTokens,
            long contextWindow,
            double usd)
            implements Incoming {

        /** Ended by an interrupt. */
        public boolean aborted() {
            return terminalReason.startsWith("aborted");
        }
    }

    /**
     * Claude asks for a permission, or asks the user a question ({@code can_use_tool}).
     *
     * @param suggestions the rules that would allow this for good
     * @param agentId the subagent that asks, null for the main conversation
     * @param byMode whether the permission mode itself forbids the call, as plan mode does every write
     * @param disclosure facts that the input does not show
     */
    record Ask(
            String requestId,
            String toolUseId,
            String tool,
            JsonNode input,
            List<Rule> suggestions,
            @Nullable String agentId,
            boolean byMode,
            Disclosure disclosure)
            implements Incoming {

        /** A request about which only the input is known. */
        public Ask(
                String requestId,
                String toolUseId,
                String tool,
                JsonNode input,
                List<Rule> suggestions,
                @Nullable String agentId,
                boolean byMode) {
            this(requestId, toolUseId, tool, input, suggestions, agentId, byMode, Disclosure.NONE);
        }

        public Ask withInput(JsonNode other) {
            return new Ask(requestId, toolUseId, tool, other, suggestions, agentId, byMode, disclosure);
        }

        /** Nothing is allowed for good by the answer. */
        public Ask withoutSuggestions() {
            return new Ask(requestId, toolUseId, tool, input, List.of(), agentId, byMode, disclosure);
        }

        public Ask with(Disclosure other) {
            return new Ask(requestId, toolUseId, tool, input, suggestions, agentId, byMode, other);
        }
    }

    /** A permission request that was too long for a line, so a part of it is unknown. */
    record TooLong(String requestId) implements Incoming {}

    /** A request that no longer needs an answer. */
    record Withdrawn(String requestId) implements Incoming {}

    /** The answer to a control request of ours. */
    record Response(String requestId, boolean success, JsonNode payload, String error) implements Incoming {}

    /**
     * Claude Code asks a hook of the host's ({@code hook_callback}); the tool or event waits for the answer.
     *
     * @param event the event's name, such as {@code PreToolUse}
     * @param input the event's members; a string that is too long for a line is cut
     */
    record HookCallback(String requestId, String callbackId, String event, JsonNode input) implements Incoming {}

    /**
     * Claude calls a tool of the host's ({@code mcp_message} with {@code tools/call}).
     *
     * @param rpcId tells the call from others in the process; a {@link ToolCancelled} names it
     * @param toolUseId the id of the call in the conversation
     * @param arguments a string that is too long for a line is cut
     */
    record ToolCall(String requestId, JsonNode rpcId, String tool, String toolUseId, JsonNode arguments)
            implements Incoming {}

    /** Claude no longer waits for a call of a tool of the host's. */
    record ToolCancelled(String requestId, JsonNode rpcId) implements Incoming {}

    /** Another message to the host's tool server: the handshake, or the question which tools there are. */
    record ToolMessage(String requestId, JsonNode message) implements Incoming {}

    /** Claude asks whether a tool of the host's own may be used. */
    record AskOfOwn(String requestId) implements Incoming {}

    /** A control request that this host does not serve. */
    record Unserved(String requestId, String subtype) implements Incoming {}

    /** The API failed and is tried again. */
    record ApiRetry(int attempt, int most, int status, String error) implements Incoming {}

    /** The conversation is being compacted. */
    record Compacting() implements Incoming {}

    /** The conversation was compacted. */
    record Compacted(long preTokens, long postTokens) implements Incoming {}

    /** The permission mode changed, by us, by a plan's approval or by the model. */
    record ModeChanged(String mode) implements Incoming {}

    /** {@code /clear} ran: all later lines carry another session id. */
    record ConversationReset(String sessionId) implements Incoming {}

    /** Anything else. */
    record Other(String type) implements Incoming {}

    /** A part of an assistant line. */
    sealed interface Block {}

    /** Text of the model, final. */
    record Text(String text) implements Block {}

    /** A tool call. */
    record ToolUse(String id, String name, JsonNode input) implements Block {}
}
