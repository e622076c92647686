package switchboard.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static final Mark FIRST = Mark.of(1, 7, 1);
    private static final Mark SECOND = Mark.of(1, 7, 2);

    @Test
    void aMarkIsReadWhereverItStands() {
        assertThat(Mark.in("a " + FIRST + ", (" + SECOND + ") and m1-2-abc")).containsExactly(FIRST, SECOND);
        assertThat(FIRST.toString()).matches("m7-1-[0-9a-z]{6}");
    }

    @Test
    void marksOfAnotherSeedAreOthers() {
        assertThat(Mark.of(2, 7, 1)).isNotEqualTo(FIRST);
        assertThat(Mark.of(1, 7, 1)).isEqualTo(FIRST);
    }

    @Test
    void anAnswerWithTheEarlierMarksIsRead() {
        var answer = Words.read(Words.answer(SECOND, List.of(FIRST), 1_234)).orElseThrow();

        assertThat(answer.mark()).isEqualTo(SECOND);
        assertThat(answer.before()).containsExactly(FIRST);
        assertThat(answer.begun()).hasValue(1_234);
        assertThat(answer.isWhole()).isTrue();
    }

    @Test
    void anAnswerWithTheirNumberIsRead() {
        var answer = Words.read(Words.answer(SECOND, 2, 1_234)).orElseThrow();

        assertThat(answer.before()).isNull();
        assertThat(answer.prompt()).hasValue(2);
    }

    @Test
    void ofAnAnswerThatIsBeingWrittenTheBeginningIsRead() {
        var whole = Words.answer(FIRST, List.of(), 1_234);

        assertThat(Words.read(whole.substring(0, whole.length() - 20))
                        .orElseThrow()
                        .isWhole())
                .isFalse();
        assertThat(Words.read(whole.substring(0, 12))).isEmpty();
    }

    @Test
    void whatIsSaidIsNoAnswerAndNamesNoOther() {
        var said = Words.prompt(FIRST, Duration.ofMillis(500));

        assertThat(said).startsWith("load 500 " + FIRST);
        assertThat(Words.read(said)).isEmpty();
        assertThat(Mark.in(said)).containsOnly(FIRST);
    }
}
