package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void peopleAreToldOnceOfFilesThatClaudeCannotLookAt() throws IOException {
        var files = files();
        var heic = file("a.heic", "\0\0\0\u0018ftypheic", 12);
        var note = file("a.txt", "text", 4);

        give(files, session, false, heic, note);
        give(files, session, true, heic, note);

        assertThat(owner.getAllReceived()).containsExactly(new AgentProtocol.FilesNotShown(List.of(heic)));
    }

    @Test
    void peopleAreToldOnceWhenTheFilesOfASessionAddUpToTwentyMegabytes() throws IOException {
        var files = files();
        var pdf = file("a.pdf", "%PDF-1.7", 9_000_000);

        give(files, session, false, pdf);
        give(files, session, true, pdf); // sent again after a crash
        give(files, session, false, pdf);
        assertThat(owner.hasMessages()).isFalse();
        give(files, session, false, pdf);
        give(files, session, false, pdf);

        assertThat(owner.getAllReceived()).containsExactly(new AgentProtocol.FilesAddUp(27_000_000));
    }

    @Test
    void anotherSessionBeginsAtNothing() throws IOException {
        var files = files();
        var pdf = file("a.pdf", "%PDF-1.7", 9_000_000);

        for (var number = 0; number < 5; number++) {
            give(files, ClaudeFixture.fresh(), false, pdf);
        }

        assertThat(owner.hasMessages()).isFalse();
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

    private static void give(PromptFiles files, Session to, boolean again, Content... content) throws IOException {
        files.line(job(to, again, content)).writeTo(Writer.nullWriter());
    }

    private static AgentProtocol.Job job(Session to, boolean again, Content... content) {
        return new AgentProtocol.Job(TurnId.random(), List.of(content), true, to, again, List.of(), List.of(), false);
    }

    private static Attachment file() {
        return new Attachment("ref", Attachment.Kind.FILE, "a.txt", null, null);
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
