package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import switchboard.claude.tools.AskUser;
import switchboard.claude.tools.SendFile;
import switchboard.claude.tools.ToolServer;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/** A tool call in one line, as {@code 🔍 Grep: searching for "handleText"}. Pure. */
final class ToolLine {

    private static final int LONGEST = 90;
    private static final String SEND_FILE = ToolServer.fullName(SendFile.NAME);
    private static final String ASK_USER = ToolServer.fullName(AskUser.NAME);

    /** The names for people of tools whose own name is not for them. */
    private static final Map<String, String> NAMES = Map.of(SEND_FILE, "File", ASK_USER, "Question");

    private record Form(String icon, UnaryOperator<String> doing, String field) {

        boolean isOfPath() {
            return field.endsWith("path");
        }
    }

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
            Map.entry(SEND_FILE, new Form("📎", what -> Texts.of("tool.sending", what), "path")),
            Map.entry(ASK_USER, new Form("💬", UnaryOperator.identity(), "question")),
            Map.entry("ToolSearch", new Form("🧰", what -> Texts.of("tool.looking", what), "query")));

    private ToolLine() {}

    static String of(String tool, JsonNode input) {
        var form = FORMS.get(tool);
        if (form == null) {
            return "🔧 " + tool;
        }
        var name = NAMES.getOrDefault(tool, tool);
        var what = input.path(form.field()).asText().strip().replaceAll("\\s+", " ");
        if (form.isOfPath()) {
            what = what.substring(what.lastIndexOf('/') + 1);
        }
        if (what.isEmpty()) {
            return form.icon() + " " + name;
        }
        return HumanText.shortened(
                form.icon() + " " + name + ": " + form.doing().apply(what), LONGEST);
    }
}
