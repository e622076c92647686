package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import switchboard.model.Cost;

/** The commands that tell of usage: {@code /context}, {@code /cost}. */
class UsageCommandsTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void contextTellsHowFullItIsAndWithWhat() {
        chat.claudeSays("""
                {"percentage":12,"totalTokens":24419,"maxTokens":200000,"categories":[
                 {"id":"system_prompt","name":"System prompt","tokens":2335,"kind":"used"},
                 {"id":"mcp","name":"MCP tools","tokens":0,"kind":"used"},
                 {"id":"skills","name":"Skills (x)","tokens":22084,"kind":"used"},
                 {"id":"deferred","name":"System tools","tokens":10211,"kind":"deferred"},
                 {"id":"autocompact_buffer","name":"Autocompact buffer","tokens":33000,"kind":"buffer"},
                 {"id":"free_space","name":"Free space","tokens":152581,"kind":"free"}]}
                """);

        assertThat(chat.give("/context"))
                .isEqualTo("Context: 12%, 24.4k of 200.0k tokens.\n• System prompt: 2.3k\n• Skills \\(x\\): 22.1k");
        var asked = (Reaction.AskClaude) chat.actions.getFirst();
        assertThat(asked.subtype()).isEqualTo("get_context_usage");
        assertThat(asked.arguments().toString()).isEqualTo("{\"detail\":\"summary\"}");
    }

    @Test
    void contextTellsWhenClaudeDoesNotAnswer() {
        assertThat(chat.claudeFails("It crashed.").give("/context"))
                .isEqualTo("Claude Code could not say how full its context is: It crashed.");
    }

    @Test
    void costTellsOfTheSessionAndTheChat() {
        chat.ask("one").answered(new Cost(1000, 1, 1500, 0, 0, 0.25));
        chat.give("/new");
        chat.ask("two").answered(new Cost(1000, 1, 500, 0, 0, 0.05));

        assertThat(chat.give("/cost"))
                .isEqualTo("This session: $0.0500.\nToday: $0.30.\nThis chat: $0.30 in 2 turns, 2.0k output tokens.");
    }

    @Test
    void aChatInWhichNothingWasAskedHasCostNothing() {
        assertThat(chat.give("/cost")).startsWith("Nothing has been asked here yet");
    }
}
