package switchboard.claude.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.model.TurnId;

/** A tool that the host serves to the Claude Code of one session. Immutable. */
public interface HostTool {

    /** The name under which the server has it. */
    String name();

    /** For the model. Every request contains it, so it is short. */
    String description();

    /** The JSON schema of the arguments. */
    ObjectNode schema();

    /**
     * Begins a call; may block.
     *
     * @return the message to the chat, under the call's request
     * @throws RefusedException if the call comes to nothing
     */
    AgentProtocol.Event begin(Call call) throws RefusedException;

    /** The result of a call that has begun, once the chat has replied. */
    Result end(AgentProtocol.Reply reply);

    /**
     * A call.
     *
     * @param request for the chat's reply
     * @param toolUse the id of the call in the conversation
     * @param subagent who calls, null for the main conversation
     * @param denied the permission rules in force that deny something
     */
    record Call(
            TurnId turn,
            String request,
            String toolUse,
            @Nullable String subagent,
            List<String> denied,
            JsonNode arguments) {

        public Call {
            denied = List.copyOf(denied);
        }

        /** A text argument; empty if the call does not have it. */
        String text(String argument) {
            return arguments.path(argument).asText().strip();
        }
    }

    /** What the model reads. */
    record Result(String text, boolean isError) {}

    /** The call comes to nothing. The message is one plain sentence. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        public RefusedException(String sentence) {
            super(sentence);
        }

        RefusedException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
