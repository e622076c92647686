package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/** A tool call in one line, as {@code 🔍 Grep: searching for "handleText"}. Pure. */
final class ToolLine {

    private static final int LONGEST = 90;

    private record Form(String icon, UnaryOperator<String> doing, String field) {}

    private static final Map<String, Form> FORMS = Map.ofEntries(
            Map.entry("Bash", new Form("💻", what -> Texts.of("tool.running", what), "command")),
            Map.entry("Read", new Form("📖", what -> Texts.of("tool.reading", what), "file_path")),
            Map.entry("Write", new Form("📝", what -> Texts.of("tool.writing", what), "file_path")),
            Map.entry("Edit", new Form("✏️", what -> Texts.of("tool.editing", what), "file_path")),
            Map.entry("NotebookEdit", new Form("✏️", what -> Texts.of("tool.editing", what), "notebook_path")),
            Map.entry("Grep", new Form("🔍", what -> Texts.of("tool.searching", what), "pattern")),
            Map.entry("Glob", new Form("🔍", what -> Texts.of("tool.looking", what), "pattern")),
            Map.entry("WebFetch", new Form("🌐", what -> Texts.of("tool.fetching", what), "url")),
            Map.entry("WebSearch", new Form("🌐", what -> Texts.of("tool.searching", what), "query")),
            Map.entry("Agent", new Form("🤖", what -> Texts.of("tool.on", what), "description")),
            Map.entry("Task", new Form("🤖", what -> Texts.of("tool.on", what), "description")),
            Map.entry("Skill", new Form("🎓", what -> Texts.of("tool.using", what), "skill")),
            Map.entry("ToolSearch", new Form("🧰", what -> Texts.of("tool.looking", what), "query")));

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
        return HumanText.shortened(
                form.icon() + " " + tool + ": " + form.doing().apply(what), LONGEST);
    }
}
