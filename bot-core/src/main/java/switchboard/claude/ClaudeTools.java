package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import switchboard.claude.tools.AskUser;
import switchboard.claude.tools.SendFile;
import switchboard.claude.tools.ToolServer;
import switchboard.model.InterruptedTool;

/** Facts about Claude Code's own tools (2.1.330). Pure. */
final class ClaudeTools {

    static final String QUESTION = "AskUserQuestion";
    static final String PLAN = "ExitPlanMode";

    /** Tools whose changes Claude Code can take back, if no subagent has called them. */
    static final Set<String> FILES = Set.of("Edit", "MultiEdit", "Write", "NotebookEdit");

    private static final Set<String> SUBAGENTS = Set.of("Agent", "Task");

    /** Tools that change nothing, so it does no harm if they run twice. */
    private static final Set<String> HARMLESS = Set.of(
            "Read",
            "Grep",
            "Glob",
            "LS",
            "NotebookRead",
            "WebFetch",
            "WebSearch",
            "TodoWrite",
            "ToolSearch",
            QUESTION,
            "EnterPlanMode",
            PLAN,
            ToolServer.fullName(AskUser.NAME),
            ToolServer.fullName(SendFile.NAME)); // the chat sends the same file of a turn once

    private ClaudeTools() {}

    static boolean mayChange(String tool) {
        return !HARMLESS.contains(tool);
    }

    /** Whether the tool changes files in a way that Claude Code can take back, if no subagent has called it. */
    static boolean changesFiles(String tool) {
        return FILES.contains(tool);
    }

    /** Whether the host serves the tool. */
    static boolean isHosts(String tool) {
        return HostTools.NAMES.contains(tool);
    }

    static boolean isSubagent(String tool) {
        return SUBAGENTS.contains(tool);
    }

    /** Whether the tool does nothing but ask a person, so that no permission mode forbids it. */
    static boolean isInteractive(String tool) {
        return tool.equals(QUESTION) || tool.equals(PLAN);
    }

    /** @return nothing for a tool that only reads */
    static Optional<InterruptedTool> interrupted(String id, String tool, JsonNode input) {
        return mayChange(tool) ? Optional.of(new InterruptedTool(id, ToolLine.of(tool, input))) : Optional.empty();
    }
}
