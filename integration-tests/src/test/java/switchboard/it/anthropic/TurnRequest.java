package switchboard.it.anthropic;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * One recorded API call of a turn. A retry, and every round of a turn, is a call of its own.
 *
 * @param model the model asked for
 * @param system the system prompt
 * @param messages the whole conversation, texts and tool results only
 * @param tools names of the tools offered
 * @param directory the working directory told to the model, or null
 * @param plan the plan file told to the model, or null
 * @param headers request headers, names in lower case: x-api-key, authorization, user-agent, x-claude-code-session-id,
 *     x-claude-code-agent-id (subagents), anthropic-beta; absent ones are left out
 * @param prompt the person's (or the calling agent's) prompt of this turn
 * @param earlier what was said before, oldest first
 * @param rule the substring of the rule that matched, or null
 * @param round which answer of the script, counted from 0
 * @param streaming whether a stream was asked for
 * @param fault what went wrong with this call on purpose, or null
 */
public record TurnRequest(
        String model,
        String system,
        List<Message> messages,
        List<String> tools,
        @Nullable String directory,
        @Nullable String plan,
        Map<String, String> headers,
        String prompt,
        List<String> earlier,
        @Nullable String rule,
        int round,
        boolean streaming,
        @Nullable Fault fault) {

    /**
     * One message: its role and its texts.
     *
     * @param files the types of its blocks of other kinds with their media types, such as {@code image image/png}
     * @param digests of the bytes of these blocks, SHA-256 in hex
     */
    public record Message(String role, List<String> texts, List<String> files, List<String> digests) {}

    /**
     * The directory told to the model.
     *
     * @throws NoSuchElementException if none was told
     */
    public String workingDirectory() {
        if (directory == null) {
            throw new NoSuchElementException("no working directory in the request");
        }
        return directory;
    }

    /**
     * Where plan mode wants the plan.
     *
     * @throws NoSuchElementException if none was told, i.e. not in plan mode
     */
    public String planFile() {
        if (plan == null) {
            throw new NoSuchElementException("no plan file in the request");
        }
        return plan;
    }

    /** Whether that text stands anywhere in what the model was given, system prompt included. */
    public boolean mentions(String text) {
        return system.contains(text)
                || messages.stream()
                        .flatMap(message -> message.texts().stream())
                        .anyMatch(t -> t.contains(text));
    }

    /** The pictures and documents of the whole conversation, such as {@code image image/png}. */
    public List<String> files() {
        return messages.stream().flatMap(message -> message.files().stream()).toList();
    }

    /** The CLI session that asked, or "". */
    public String sessionId() {
        return headers.getOrDefault("x-claude-code-session-id", "");
    }

    /** Whether a subagent asked. */
    public boolean bySubagent() {
        return headers.containsKey("x-claude-code-agent-id");
    }
}
