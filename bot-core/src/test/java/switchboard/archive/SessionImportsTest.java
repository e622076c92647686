package switchboard.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.SessionImport;
import switchboard.text.ExplainedException;

class SessionImportsTest {

    private static final ChatId CHAT = ChatId.of(7);
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    @TempDir
    Path temp;

    private final Kept transcripts = new Kept(new ArrayList<>());
    private Path file;
    private SessionImports imports;

    @BeforeEach
    void aFile() throws IOException, ExplainedException {
        file = temp.resolve("s.zip");
        imports = new SessionImports((chat, attachment) -> file, transcripts, "claude");
        write(Session.fresh(Path.of("/elsewhere"), "Shop", Instant.EPOCH).opened("fix it"));
    }

    @Test
    void theSessionIsOneOfThisChatUnderItsNewId() throws IOException, ExplainedException {
        var session = imports.take(CHAT, coming(temp));

        assertThat(session.id().value()).isEqualTo("new");
        assertThat(session.directory()).isEqualTo(temp);
        assertThat(session.used()).isTrue();
        assertThat(session.title()).isEqualTo("Shop");
        assertThat(session.opening()).isEqualTo("fix it");
        assertThat(session.at()).isEqualTo(NOW);
        assertThat(transcripts.said()).containsExactly("new: hello");
    }

    @Test
    void aSessionOfAnotherAgentIsNotTaken() throws IOException, ExplainedException {
        write(Session.fresh(Path.of("/elsewhere"), null, Instant.EPOCH).of("co`dex"));

        assertThatThrownBy(() -> imports.take(CHAT, coming(temp)))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("That session is one of ");
        assertThat(transcripts.said()).isEmpty();
    }

    @Test
    void aFolderThatIsGoneIsSaid() {
        assertThatThrownBy(() -> imports.take(CHAT, coming(temp.resolve("gone"))))
                .isInstanceOf(ExplainedException.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void noLinkIsFollowedAndNothingElseThanAFileIsOpened() throws IOException {
        var elsewhere = Files.move(file, temp.resolve("elsewhere.zip"));
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(() -> imports.take(CHAT, coming(temp))).isInstanceOf(IOException.class);

        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> imports.take(CHAT, coming(temp))).isInstanceOf(IOException.class);
        assertThat(transcripts.said()).isEmpty();
    }

    private void write(Session session) throws IOException, ExplainedException {
        try (var to = Files.newOutputStream(file)) {
            new SessionExports(transcripts, Secrets.NONE).write(session, to);
        }
    }

    private static SessionImport coming(Path directory) {
        var attachment = new Content.Attachment("r", Content.Attachment.Kind.FILE, "s.zip", null, null);
        return new SessionImport(new SessionId("new"), attachment, directory, null, NOW);
    }

    private record Kept(List<String> said) implements Transcripts {

        @Override
        public boolean write(Session session, OutputStream to) throws IOException {
            to.write("hello".getBytes(StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public void keep(Session session, InputStream content) throws IOException {
            said.add(session.id() + ": " + new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
