package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import switchboard.model.Question;
import switchboard.model.Reply;

class VoiceNoticesTest {

    @Test
    void aTranscriptThatIsSentAtOnceIsAMessage() {
        var notice = VoiceNotices.heard(heard("fix *it*"));

        assertThat(notice.message()).isEqualTo("512");
        assertThat(notice.reply()).isEqualTo(Reply.of("🎙 fix \\*it\\*"));
    }

    @Test
    void oneThatDoesNotFitIntoAMessageIsAFile() {
        var words = "word ".repeat(200_000);
        var reply = VoiceNotices.heard(heard(words)).reply();

        assertThat(reply.text()).isEqualTo("🎙 The transcript is in the file.");
        assertThat(reply.document()).isEqualTo(new Reply.Document("transcript.md", words));
    }

    private static Question.Transcript heard(String words) {
        return new Question.Transcript("say-1", "512", words, Duration.ZERO, false);
    }
}
