package switchboard.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.load.LoadResult.Faults;
import switchboard.load.LoadResult.Phase;

class ExamTest {

    private static final Mark FIRST = Mark.of(1, 1, 1);
    private static final Mark SECOND = Mark.of(1, 1, 2);
    private static final Mark OTHERS = Mark.of(1, 2, 1);
    private static final Faults NONE = new Faults(0, 0, 0, 0, 0);

    private final Exam exam = new Exam(true);

    private void say(Mark... marks) {
        for (var mark : marks) {
            exam.said(mark, System.nanoTime());
        }
    }

    private void answer(Mark mark, String message, Mark... before) {
        exam.shown(mark.chat(), message, Words.answer(mark, List.of(before), System.currentTimeMillis()), true);
    }

    private LoadResult result() {
        return exam.result(LoadPlan.usual());
    }

    @Test
    void answersInTheirOrderAreFine() {
        say(FIRST, OTHERS, SECOND);
        exam.accepted(FIRST);
        answer(FIRST, "a");
        answer(OTHERS, "b");
        answer(SECOND, "c", FIRST);

        assertThat(result().faults()).isEqualTo(NONE);
        assertThat(result().answered()).isEqualTo(3);
        assertThat(result().lost()).isZero();
        assertThat(result().latency(Phase.ACKNOWLEDGED).getTotalCount()).isOne();
        assertThat(result().latency(Phase.FINAL).getTotalCount()).isEqualTo(3);
        assertThat(result().latency(Phase.QUEUED).getTotalCount()).isEqualTo(3);
    }

    @Test
    void anAnswerThatGrowsInOneMessageCountsOnceAndFromItsFirstWords() {
        say(FIRST);
        var whole = Words.answer(FIRST, List.of(), System.currentTimeMillis());
        exam.shown(1, "a", whole.substring(0, 60) + "\n\n⏳ Working", false);
        exam.shown(1, "a", whole, true);
        exam.shown(1, "a", whole + " ", true);

        var message = result().messages().getFirst();
        assertThat(message.first()).isLessThanOrEqualTo(message.last());
        assertThat(result().faults()).isEqualTo(NONE);
    }

    @Test
    void aWholeAnswerThatIsStillBeingWrittenIsNotFinal() {
        say(FIRST);
        exam.shown(1, "a", Words.answer(FIRST, List.of(), 1), false);

        assertThat(result().lost()).isOne();
    }

    @Test
    void whatHasNoAnswerIsLost() {
        say(FIRST, OTHERS);
        answer(OTHERS, "b");

        assertThat(result().lost()).isOne();
        assertThat(result().messages().getFirst().isLost()).isTrue();
    }

    @Test
    void whatWasRefusedIsNotLostAndTheReasonIsKept() {
        say(FIRST);
        exam.refused(FIRST, "The queue is full.");

        assertThat(result().lost()).isZero();
        assertThat(result().refused()).isOne();
        assertThat(result().reasons()).containsEntry("The queue is full.", 1);
    }

    @Test
    void anAnswerAfterARefusalIsAnAnswer() {
        say(FIRST);
        exam.refused(FIRST, "Still starting.");
        answer(FIRST, "a");

        assertThat(result().refused()).isZero();
        assertThat(result().answered()).isOne();
    }

    @Test
    void aSecondAnswerIsAFaultUnlessItSaysSo() {
        say(FIRST);
        answer(FIRST, "a");
        exam.shown(1, "b", "(repeated) " + Words.answer(FIRST, List.of(), 1), true);
        assertThat(result().faults()).isEqualTo(new Faults(0, 1, 0, 0, 0));

        answer(FIRST, "c");

        assertThat(result().faults().doubled()).isOne();
    }

    @Test
    void wordsOfAnotherChatAreMisplaced() {
        say(FIRST, OTHERS);
        exam.shown(1, "a", Words.answer(OTHERS, List.of(), 1), true);

        assertThat(result().faults().misplaced()).isOne();
        assertThat(result().lost()).isEqualTo(2);
    }

    @Test
    void wordsThatNobodySaidAreMisplaced() {
        say(FIRST);
        exam.shown(1, "a", "Somebody said " + Mark.of(99, 1, 1), true);

        assertThat(result().faults().misplaced()).isOne();
    }

    @Test
    void anAnswerAfterThatOfALaterMessageIsOutOfOrder() {
        say(FIRST, SECOND);
        answer(SECOND, "a", FIRST);
        answer(FIRST, "b");

        assertThat(result().faults()).isEqualTo(new Faults(0, 0, 0, 1, 0));
    }

    @Test
    void anAgentThatKnowsNotWhatWasSaidBeforeIsForgetful() {
        say(FIRST, SECOND);
        answer(FIRST, "a");
        answer(SECOND, "b");

        assertThat(result().faults()).isEqualTo(new Faults(0, 0, 0, 0, 1));
    }

    @Test
    void soIsOneThatCountsWrong() {
        say(FIRST);
        exam.shown(1, "a", Words.answer(FIRST, 2, 1), true);

        assertThat(result().faults().forgetful()).isOne();
    }

    @Test
    void itWaitsForTheLastAnswerButNotForEver() throws InterruptedException {
        say(FIRST);
        exam.awaitSettled(Duration.ofMillis(1));
        answer(FIRST, "a");

        exam.awaitSettled(Duration.ofDays(1));

        assertThat(exam.progress(1).settled()).isOne();
    }
}
