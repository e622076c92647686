package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/**
 * A tool call that may have changed something when a crash cut it off.
 *
 * @param id the call's, as Claude gave it
 * @param line what it was to do, for a person
 */
public record CutTool(String id, String line) {

    /** Tools that change nothing, so that it does no harm if they run twice. */
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
            "AskUserQuestion",
            "EnterPlanMode",
            "ExitPlanMode");

    /** @return nothing for a tool that only reads */
    public static Optional<CutTool> of(String id, String tool, JsonNode input) {
        return HARMLESS.contains(tool) ? Optional.empty() : Optional.of(new CutTool(id, ToolLine.of(tool, input)));
    }
}
