package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HelpCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void itGreetsWithTheStateOfTheChat() {
        assertThat(chat.give("/start"))
                .startsWith("👋 Tell me what you'd like done and Claude Code will do it in `/srv`.")
                .contains("\nSession: none yet, your first message begins it\n"
                        + "Mode: default (asks before it changes anything)");
        chat.ask("one").answered();
        assertThat(chat.give("/help"))
                .contains("Session: `" + chat.state().session().id().brief() + "`");
    }

    @Test
    void aUserReadsWhatIsForOwners() {
        assertThat(chat.give("/help")).contains("\n/plan – ").doesNotContain("owner of this bot");
        assertThat(chat.asUser().give("/help"))
                .contains("\n/mode – ")
                .doesNotContain("\n/plan – ")
                .endsWith("Only an owner of this bot can change the mode, “always allow” rules and trust.");
        assertThat(chat.give("/status")).contains("\n👤 You: user (");
    }

    @Test
    void itListsEveryCommandThatPeopleAreToldOf() {
        var text = chat.give("/help");

        assertThat(SlashCommands.installed().listed())
                .allSatisfy(command -> assertThat(text).contains("\n/" + command.name()));
        assertThat(text)
                .contains("\n\\!COMMAND – Run a shell command", "\n\\!\\!MESSAGE – Stop the current task")
                .doesNotContain("/shell", "/instead");
        assertThat(text).contains("/stop (/c, /kill, /dc) – ").doesNotContain("/cancel");
    }
}
