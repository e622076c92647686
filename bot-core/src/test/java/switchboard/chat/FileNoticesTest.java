package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.files.Attachments;
import switchboard.files.FileLimits;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Content.Attachment;
import switchboard.model.Content.Transcript;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.TurnId;

class FileNoticesTest {

    @Test
    void filesThatClaudeCannotLookAtAreNamed() {
        assertThat(notices(files(2), List.of()))
                .containsExactly(
                        "📎 Claude can't look at `0.heic`, `1.heic` directly. It has the path and can work with "
                                + "the file there.");
        assertThat(notices(files(7), List.of()).getFirst()).contains("`4.heic`, and 2 more directly");
    }

    @Test
    void filesThatAreGoneAreNamed() {
        assertThat(notices(List.of(), files(1)))
                .containsExactly("📎 I couldn't open `0.heic` any more, so Claude didn't get it. Send it again if "
                        + "Claude needs it.");
    }

    @Test
    void aFileThatClaudeLooksAtNeedsNoWords() {
        assertThat(notices(List.of(), List.of())).isEmpty();
    }

    @Test
    void claudeNeedNotLookAtARecordingWhoseWordsItHas() {
        var notes = List.of(voice("told"), voice("untold"), voice("left out"));
        var words = new Transcript("told", "Fix the build.", Transcript.Stage.SENT);

        assertThat(notices(notes, List.of(), words, Transcript.none("left out")))
                .singleElement()
                .asString()
                .contains("`untold.ogg`, `left out.ogg`")
                .doesNotContain("`told.ogg`");
    }

    @Test
    void aSessionWithManyFilesOffersANewOneAndSaysWhatThatDoes() {
        var before = in("3f9a0b12-0000-4000-8000-000000000001", 19_999_999);
        var reply = told(before, in("3f9a0b12-0000-4000-8000-000000000001", 27_900_000));

        assertThat(reply.text()).contains("27.9 MB", "stops the running task", "drops queued messages");
        assertThat(reply.buttons()).containsExactly(List.of(new Reply.Button("New session", "/new-after 3f9a0b12")));
        assertThat(changed(before, in("3f9a0b12-0000-4000-8000-000000000001", 19_999_999)))
                .isEmpty();
    }

    @Test
    void aSessionWithManyFilesIsTalkedAboutOnceUntilTheChatComesBackToIt() {
        var full = in("a", 20_000_000);

        assertThat(changed(full, in("a", 29_000_000))).isEmpty();
        assertThat(changed(full, in("b", 0))).isEmpty();
        assertThat(told(in("b", 0), full).text()).contains("20 MB");
    }

    private static List<Effect> changed(ChatState before, ChatState next) {
        return FileNotices.changed(before, next, FileLimits.of(Optional.empty(), Attachments.none()));
    }

    private static List<String> notices(List<Attachment> byPath, List<Attachment> missing, Transcript... transcripts) {
        var content = new ArrayList<Content>(byPath);
        content.addAll(List.of(transcripts));
        var given = new AgentProtocol.FilesGiven(new TurnId("t"), 0, byPath, missing);
        return FileNotices.of(given, content).stream()
                .map(effect -> ((ChatProtocol.Noticed) ((Effect.Show) effect).event()).text())
                .toList();
    }

    private static Reply told(ChatState before, ChatState next) {
        var show = (Effect.Show) changed(before, next).getFirst();
        return ((ChatProtocol.Replied) show.event()).reply();
    }

    private static ChatState in(String session, long shown) {
        return ChatState.of(
                ChatId.of(7),
                new Session(
                        new SessionId(session),
                        Session.FIRST_AGENT,
                        true,
                        Path.of("/srv"),
                        null,
                        null,
                        Instant.EPOCH,
                        shown));
    }

    private static List<Attachment> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Attachment("r" + number, Attachment.Kind.FILE, number + ".heic", null, null))
                .toList();
    }

    private static Attachment voice(String ref) {
        return new Attachment(ref, Attachment.Kind.VOICE, ref + ".ogg", "audio/ogg", null);
    }
}
