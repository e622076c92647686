package switchboard.it.anthropic;

import java.util.Map;
import java.util.function.Function;

/**
 * One tool_use block of a scripted answer.
 *
 * @param name the tool's name as the model knows it, e.g. {@code Bash} or {@code mcp__bot__send_file}
 * @param input computes the input from the request that is being answered, e.g. from its working directory
 */
public record ToolCall(String name, Function<TurnRequest, Map<String, ?>> input) {

    /** A call whose input is known beforehand. */
    public static ToolCall of(String name, Map<String, ?> input) {
        return new ToolCall(name, request -> input);
    }

    /** {@code Bash} with that command. */
    public static ToolCall bash(String command) {
        return of("Bash", Map.of("command", command, "description", "Run " + command));
    }

    /** {@code Write} of a file in the working directory; {@code Write} itself wants an absolute path. */
    public static ToolCall write(String fileName, String content) {
        return new ToolCall(
                "Write",
                request -> Map.of("file_path", request.workingDirectory() + "/" + fileName, "content", content));
    }

    /** {@code Agent}: a subagent in the foreground, whose first prompt is matched by rules like any other. */
    public static ToolCall agent(String description, String prompt) {
        return of("Agent", Map.of("description", description, "prompt", prompt, "subagent_type", "general-purpose"));
    }
}
