package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.agent.AgentProtocol;
import switchboard.files.ChatFiles;
import switchboard.model.Content;
import switchboard.model.Content.Attachment;
import switchboard.model.Session;
import switchboard.model.TurnId;

class PromptFilesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private final TestInbox<AgentProtocol.Notice> owner = TestInbox.create();
    private final Session session = ClaudeFixture.fresh();

    @Test
    void whatClaudeGetsOfThePromptsFilesIsTold() throws IOException {
        var heic = file("a.heic", "\0\0\0\u0018ftypheic", 12);
        var note = file("a.txt", "text", 4);
        var pdf = file("a.pdf", "%PDF-1.7", 9_000_000);
        var gone = file();
        var job = job(session, false, heic, note, pdf, gone);

        give(job);

        assertThat(owner.getAllReceived())
                .containsExactly(new AgentProtocol.FilesGiven(job.turn(), 9_000_004, List.of(heic), List.of(gone)));
    }

    /** Nobody knows whether that was told before a kill. */
    @Test
    void itIsToldOfAPromptThatIsSentAgain() throws IOException {
        var job = job(session.usedAt(Instant.EPOCH), true, file("a.txt", "text", 4));

        give(job);

        assertThat(owner.getAllReceived())
                .containsExactly(new AgentProtocol.FilesGiven(job.turn(), 4, List.of(), List.of()));
    }

    @Test
    void withoutFilesAPromptIsWordsThatNameThem() {
        var job = job(session, false, file());
        var without = new PromptFiles(null, ClaudeFixture.CHAT, owner.getRef());

        assertThat(without.line(job))
                .isEqualTo(ClaudeProcess.Line.of(StreamJson.user(job.turn().value(), job.content(), true)));
    }

    @Test
    void aPromptOfWordsIsTheSameWithAndWithoutFiles() {
        var job = job(session, false, new Content.Text("hello"));

        assertThat(files().line(job)).isEqualTo(new PromptFiles(null, ClaudeFixture.CHAT, owner.getRef()).line(job));
    }

    private PromptFiles files() {
        return new PromptFiles(new ChatFiles(root), ClaudeFixture.CHAT, owner.getRef());
    }

    private void give(AgentProtocol.Job job) throws IOException {
        files().line(job).writeTo(Writer.nullWriter());
    }

    private static AgentProtocol.Job job(Session to, boolean again, Content... content) {
        return new AgentProtocol.Job(TurnId.random(), List.of(content), true, to, again, List.of(), List.of(), false);
    }

    private static Attachment file() {
        return new Attachment("ref", Attachment.Kind.FILE, "gone.txt", null, null);
    }

    private Attachment file(String name, String begin, long size) throws IOException {
        var file = new Attachment(name, Attachment.Kind.FILE, name, null, null);
        var place = new ChatFiles(root).path(ClaudeFixture.CHAT, file);
        Files.createDirectories(place.getParent());
        Files.writeString(place, begin);
        try (var open = new RandomAccessFile(place.toFile(), "rw")) {
            open.setLength(size);
        }
        return file;
    }
}
