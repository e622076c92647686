package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.archive.SessionExports;
import switchboard.archive.Transcripts;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.text.ExplainedException;

class ExportCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @BeforeEach
    void anAgentWithTranscripts() {
        chat.provider(new Provider(
                Set.of(Capability.TRANSCRIPTS),
                Optional::empty,
                Optional.of(new SessionExports(new Said("one\n"), Secrets.NONE)),
                Optional.empty()));
    }

    @Test
    void aSessionInWhichNothingWasSaidIsNotSent() {
        assertThat(chat.give("/export"))
                .isEqualTo("Nothing was said in this session yet, so there is nothing to export.");
        assertThat(chat.actions).hasSize(1);
    }

    @Test
    void ofACopyInWhichNothingWasSaidPeopleAreToldWhereTheConversationIs() {
        chat.ask("fix the shop").answered();
        chat.change(state -> state.move(state.copy(null, TestChat.NOW)));

        assertThat(chat.give("/export")).startsWith("Nothing was said in this copy yet.");
    }

    @Test
    void itSendsTheSessionAlsoWhileATurnRuns() throws IOException, ExplainedException {
        chat.ask("fix the shop");

        assertThat(chat.give("/export")).isEmpty();
        var made = (Reaction.SendMade) chat.actions.getFirst();
        assertThat(made.name()).isEqualTo("session-fix-the-shop-2026-11-22.zip");
        var bytes = new ByteArrayOutputStream();
        made.content().write(bytes);
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).startsWith("PK").contains("session.json");
    }

    @Test
    void aTranscriptThatIsGoneIsSaid() {
        chat.provider(new Provider(
                Set.of(Capability.TRANSCRIPTS),
                Optional::empty,
                Optional.of(new SessionExports(new Said(""), Secrets.NONE)),
                Optional.empty()));
        chat.ask("x").give("/export");

        assertThatThrownBy(() ->
                        ((Reaction.SendMade) chat.actions.getFirst()).content().write(OutputStream.nullOutputStream()))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("Nothing was said in this session yet, so there is nothing to export.");
    }

    private record Said(String words) implements Transcripts {

        @Override
        public boolean write(Session session, OutputStream to) throws IOException {
            to.write(words.getBytes(StandardCharsets.UTF_8));
            return !words.isEmpty();
        }

        @Override
        public void keep(Session session, InputStream content) {
            throw new UnsupportedOperationException();
        }
    }
}
