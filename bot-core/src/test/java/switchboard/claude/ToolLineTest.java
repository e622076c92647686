package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;

class ToolLineTest {

    @Test
    void aToolIsShownWithWhatItWorksOn() {
        assertThat(line("Bash", "{\"command\":\"ls  -l\\n| wc\"}")).isEqualTo("💻 Bash: running ls -l | wc");
        assertThat(line("Grep", "{\"pattern\":\"handleText\"}")).isEqualTo("🔍 Grep: searching for \"handleText\"");
        assertThat(line("Agent", "{\"description\":\"reader\"}")).isEqualTo("🤖 Agent: on reader");
    }

    @Test
    void ofAPathOnlyTheLastNameIsShown() {
        assertThat(line("Edit", "{\"file_path\":\"/srv/chat/src/Main.java\"}")).isEqualTo("✏️ Edit: editing Main.java");
    }

    @Test
    void aToolOfTheHostIsShownInWords() {
        assertThat(line("mcp__switchboard__send_file", "{\"path\":\"out/cat.png\"}"))
                .isEqualTo("📎 File: sending cat.png");
        assertThat(line("mcp__switchboard__ask_user", "{\"question\":\"Which one?\"}"))
                .isEqualTo("💬 Question: Which one?");
    }

    @Test
    void aToolThatIsNotKnownIsNamed() {
        assertThat(line("mcp__bot__send_file", "{\"path\":\"/x\"}")).isEqualTo("🔧 mcp__bot__send_file");
    }

    @Test
    void aToolWithoutItsInputIsNamed() {
        assertThat(line("Bash", "{}")).isEqualTo("💻 Bash");
        assertThat(line("Bash", "{\"command\":\"  \"}")).isEqualTo("💻 Bash");
        assertThat(ToolLine.of("Read", MissingNode.getInstance())).isEqualTo("📖 Read");
    }

    @Test
    void aLongLineIsCutBetweenCharacters() {
        var line = line("Bash", "{\"command\":\"" + "😀".repeat(200) + "\"}");

        assertThat(line.codePointCount(0, line.length())).isEqualTo(90);
        assertThat(line).endsWith("😀…");
    }

    private static String line(String tool, String input) {
        return ToolLine.of(tool, StreamJson.json(input));
    }
}
