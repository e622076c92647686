package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

class FirstPromptIT extends Journey {

    @Test
    void theFirstPromptInANewChatIsAnsweredInTheDefaultDirectoryAndMakesASessionFile() throws Exception {
        claude.when("hello", Script.say("Hello **Ada**."));
        startBot();
        var chat = chatWith(ada);

        chat.says("hello");

        var answer = chat.awaitMessage("Hello Ada.");
        assertThat(answer.spans("bold")).containsExactly("Ada");
        assertThat(sessions().resolve(ADA + ".json")).exists();
        assertThat(claude.requests().getFirst().workingDirectory())
                .hasToString(work().toRealPath().toString());
    }

    @Test
    void theFirstPromptMayMakeAFile() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "acceptEdits");
        var file = work().toRealPath().resolve("greeting.txt");
        claude.when(
                "write a greeting",
                Script.call("Write", Map.of("file_path", file.toString(), "content", "Hello Ada.\n"))
                        .thenSay("Written."));
        startBot();
        var chat = chatWith(ada);

        chat.says("write a greeting");

        chat.awaitMessage("Written.");
        assertThat(file).hasContent("Hello Ada.\n");
    }
}
