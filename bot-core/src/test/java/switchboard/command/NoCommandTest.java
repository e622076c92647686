package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.model.ChatStateJson;
import switchboard.model.Prompt;

class NoCommandTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login returns 500 since the deploy, why?",
                "/weather",
                "/api",
                "/2026 budget",
                "/send it to Bob"
            })
    void aWordNearNoCommandIsAskedLiterally(String line) {
        var chat = new TestChat(root);

        assertThat(chat.give(line)).isEmpty();
        assertThat(asked(chat).text()).isEqualTo(line);
        assertThat(asked(chat).literal()).isTrue();
    }

    @Test
    void aWordNearACommandIsAskedAbout() {
        var chat = new TestChat(root);

        assertThat(chat.give("/statsu"))
                .isEqualTo("There's no command /statsu. Did you mean /status, or is it for Claude?");
        assertThat(chat.labels()).containsExactly("Send to Claude", "/status");
        assertThat(chat.state().current()).isNull();
    }

    @Test
    void whatIsSentToClaudeIsTheWholeTextAlsoAfterARestart() throws IOException {
        var words = "/statsu of the deploy, and of all that\nfollows it: " + "x".repeat(300);
        var chat = new TestChat(root);
        chat.give(words);
        var send = chat.buttons().getFirst();

        var restarted =
                ChatStateJson.read(new ObjectMapper().readTree(ChatStateJson.write(chat.state(), TestChat.NOW)));
        chat.change(before -> restarted).give(send);
        assertThat(asked(chat).text()).isEqualTo(words);
    }

    @Test
    void theCommandThatWasMeantHasTheArgument() {
        var chat = new TestChat(root);
        chat.give("/titel Shop work");

        assertThat(chat.give(chat.buttons().getLast())).contains("Shop work");
        assertThat(chat.state().session().title()).isEqualTo("Shop work");
    }

    private static Prompt asked(TestChat chat) {
        return Objects.requireNonNull(chat.state().current()).prompt();
    }
}
