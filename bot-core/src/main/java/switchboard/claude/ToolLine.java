package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A tool call in one line, as {@code 🔍 Grep: searching for "handleText"}. Pure. */
final class ToolLine {

    private static final int LONGEST = 90;

    private record Form(String icon, String verb, String field) {}

    private static final Map<String, Form> FORMS = Map.ofEntries(
            Map.entry("Bash", new Form("💻", "running", "command")),
            Map.entry("Read", new Form("📖", "reading", "file_path")),
            Map.entry("Write", new Form("📝", "writing", "file_path")),
            Map.entry("Edit", new Form("✏️", "editing", "file_path")),
            Map.entry("NotebookEdit", new Form("✏️", "editing", "notebook_path")),
            Map.entry("Grep", new Form("🔍", "searching for", "pattern")),
            Map.entry("Glob", new Form("🔍", "looking for", "pattern")),
            Map.entry("WebFetch", new Form("🌐", "fetching", "url")),
            Map.entry("WebSearch", new Form("🌐", "searching for", "query")),
            Map.entry("Agent", new Form("🤖", "on", "description")),
            Map.entry("Task", new Form("🤖", "on", "description")),
            Map.entry("Skill", new Form("🎓", "using", "skill")),
            Map.entry("ToolSearch", new Form("🧰", "looking for", "query")));

    private ToolLine() {}

    static String of(String tool, JsonNode input) {
        var form = FORMS.get(tool);
        if (form == null) {
            return "🔧 " + tool;
        }
        var what = input.path(form.field()).asText().strip().replaceAll("\\s+", " ");
        if (form.field().endsWith("_path")) {
            what = what.substring(what.lastIndexOf('/') + 1);
        }
        if (what.isEmpty()) {
            return form.icon() + " " + tool;
        }
        var quoted = form.verb().endsWith("for") ? "\"" + what + "\"" : what;
        var line = form.icon() + " " + tool + ": " + form.verb() + " " + quoted;
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
