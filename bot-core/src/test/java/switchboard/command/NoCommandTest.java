package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.model.ChatStateJson;
import switchboard.model.Content;
import switchboard.model.Prompt;
import switchboard.model.Shortcuts;

class NoCommandTest {

    private static final Content PHOTO =
            new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, "photo.jpg", "image/jpeg", 7L);
    private static final Content QUOTE = new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails");

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

    @Test
    void bothButtonsKeepTheFilesAndTheQuoteThatCameWithItAlsoAfterARestart() throws IOException {
        var chat = new TestChat(root).with(QUOTE, PHOTO);
        chat.give("/aks what is this?");
        var buttons = chat.buttons();
        assertThat(chat.labels()).containsExactly("Send to Claude", "/ask");

        assertThat(asked(pressed(chat, buttons.getFirst())).content())
                .containsExactly(QUOTE, PHOTO, new Content.Text("/aks what is this?"));
        assertThat(asked(pressed(chat, buttons.getLast())).content())
                .containsExactly(QUOTE, PHOTO, new Content.Text("what is this?"));
    }

    @Test
    void withoutAnArgumentTheSentenceInPlaceOfWordsGoesToTheCommandAlone() throws IOException {
        var sentence = new Content.Text("I sent a photo.");
        var chat = new TestChat(root).with(PHOTO, sentence);
        chat.give("/aks");
        var buttons = chat.buttons();

        assertThat(asked(pressed(chat, buttons.getFirst())).content()).containsExactly(PHOTO, new Content.Text("/aks"));
        assertThat(asked(pressed(chat, buttons.getLast())).content()).containsExactly(PHOTO, sentence);
    }

    @Test
    void aCommandThatTakesNoFilesIsOfferedAsOne() throws IOException {
        var chat = new TestChat(root).with(PHOTO);

        assertThat(chat.give("/statsu"))
                .isEqualTo(
                        "There's no command /statsu. Did you mean /status, which takes no files, or is it for Claude?");
        assertThat(chat.buttons().getLast()).isEqualTo("/status");
        assertThat(asked(pressed(chat, chat.buttons().getFirst())).content())
                .containsExactly(PHOTO, new Content.Text("/statsu"));
    }

    @Test
    void aWordNearNoCommandTakesItsFileAlong() {
        var chat = new TestChat(root).with(PHOTO);
        chat.give("/weather");

        assertThat(asked(chat).content()).containsExactly(PHOTO, new Content.Text("/weather"));
    }

    @Test
    void onlyTheLatestQuestionsKeepTheirFiles() {
        var chat = new TestChat(root).with(PHOTO);
        chat.give("/aks first");
        var first = chat.buttons().getFirst();
        IntStream.range(0, Shortcuts.MOST / 2).forEach(each -> chat.give("/aks " + each));
        var last = chat.buttons().getFirst();

        assertThat(chat.with().give(first)).isEqualTo("This button is too old. Please send the command again.");
        chat.give(last);
        assertThat(asked(chat).content()).contains(PHOTO);
    }

    /** The chat after a restart, and a press of a button. */
    private TestChat pressed(TestChat chat, String button) throws IOException {
        var stored = ChatStateJson.read(new ObjectMapper().readTree(ChatStateJson.write(chat.state(), TestChat.NOW)));
        var restarted = new TestChat(root).change(fresh -> stored);
        assertThat(restarted.give(button)).isEmpty();
        return restarted;
    }

    private static Prompt asked(TestChat chat) {
        return Objects.requireNonNull(chat.state().current()).prompt();
    }
}
