package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import switchboard.model.Session;

class ProviderCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void itSaysWhoAnswersAndWhatThatCanDo() {
        chat.provider(new Provider(
                EnumSet.allOf(Capability.class), () -> Optional.of("2.1.330"), Optional.empty(), Optional.empty()));

        assertThat(chat.give("/provider"))
                .startsWith("🤖 **Claude Code** (`claude`), version 2.1.330, answers here. It has:\n• models")
                .contains("/model", "/effort", "/mode", "/context", "/compact", "/undo")
                .endsWith("`AGENT` in the bot's settings, now `claude`, picks another after a restart of the bot.");
    }

    @Test
    void whatIsNotKnownOrNotThereIsLeftOut() {
        chat.provider(new Provider(Set.of(Capability.MODES), Optional::empty, Optional.empty(), Optional.empty()));

        assertThat(chat.give("/provider"))
                .startsWith("🤖 **Claude Code** (`claude`) answers here.")
                .doesNotContain("version", "/model\n", "/compact")
                .contains("/mode");
    }

    @Test
    void anotherAgentCannotBePickedInAChat() {
        assertThat(chat.give("/provider codex")).startsWith("I can't switch to “codex” from a chat. 🤖");
    }

    @Test
    void aSessionOfAnotherAgentIsNotContinued() {
        chat.change(state -> state.move(Session.fresh(Path.of("/srv"), null, TestChat.NOW)
                .of("stand-in")
                .usedAt(TestChat.NOW)));

        assertThat(chat.give("/provider"))
                .contains("This session was begun by `stand-in`, so your next message begins a new one.");
    }
}
