package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.model.Content.Attachment;
import switchboard.model.Content.Transcript;
import switchboard.model.Content.Transcript.Stage;

class KnownTranscriptsTest {

    @Test
    void theLatestAreKept() {
        var heard = KnownTranscripts.NOTHING;
        for (var number = 0; number <= KnownTranscripts.MOST; number++) {
            heard = heard.with(content(number, "words " + number));
        }

        assertThat(heard.known())
                .extracting(KnownTranscripts.Recording::words)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, KnownTranscripts.MOST)
                        .mapToObj(number -> "words " + number)
                        .toList());
    }

    @Test
    void togetherTheyAreBounded() {
        var half = "x".repeat(KnownTranscripts.LONGEST / 2);
        var two = KnownTranscripts.NOTHING.with(content(1, half)).with(content(2, half));
        assertThat(two.known()).hasSize(2);

        assertThat(two.with(content(3, "y")).known())
                .extracting(KnownTranscripts.Recording::file)
                .containsExactly("r2", "r3");
    }

    @Test
    void oneThatIsTooLongIsNotKeptAndTakesNoRoomFromTheOthers() {
        var brief = KnownTranscripts.NOTHING.with(content(1, "x")).with(content(2, "x"));

        assertThat(brief.with(content(3, "y".repeat(KnownTranscripts.LONGEST + 1))))
                .isEqualTo(brief);
    }

    @Test
    void ofARecordingTheLatestWordsCountAndBlankOnesTellNothing() {
        var heard = KnownTranscripts.NOTHING.with(content(1, "bild")).with(content(1, "build"));
        assertThat(heard.known()).containsExactly(new KnownTranscripts.Recording("r1", "build", true));

        assertThat(heard.with(content(1, ""))).isEqualTo(heard);
        assertThat(heard.tell(List.of(recording(1), recording(2))))
                .containsExactly(recording(1), new Transcript("r1", "build", Stage.SENT), recording(2));
    }

    private static List<Content> content(int number, String words) {
        return List.of(recording(number), new Transcript("r" + number, words, Stage.SENT));
    }

    private static Attachment recording(int number) {
        return new Attachment("r" + number, Attachment.Kind.VOICE, null, null, null);
    }
}
