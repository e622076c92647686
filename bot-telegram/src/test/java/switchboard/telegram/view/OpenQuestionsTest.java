package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;
import switchboard.model.Question;

class OpenQuestionsTest {

    private static final ChatId ADA = ChatId.of(1);
    private static final ChatId BOB = ChatId.of(2);
    private static final Question PLAN = new Question.Plan("k1", "plan");

    private final OpenQuestions questions = new OpenQuestions();

    @Test
    void aQuestionIsFoundInItsOwnChatOnly() {
        questions.opened(ADA, PLAN);
        questions.shown(ADA, 600, PLAN);

        assertThat(questions.find(ADA, "k1")).contains(PLAN);
        assertThat(questions.askedIn(ADA, 600)).contains(PLAN);
        assertThat(questions.find(BOB, "k1")).isEmpty();
        assertThat(questions.askedIn(BOB, 600)).isEmpty();
    }

    @Test
    void aClosedQuestionIsFoundNoMore() {
        questions.opened(ADA, PLAN);
        questions.shown(ADA, 600, PLAN);
        questions.closed(ADA, "k1");

        assertThat(questions.find(ADA, "k1")).isEmpty();
        assertThat(questions.askedIn(ADA, 600)).isEmpty();
    }

    @Test
    void aQuestionThatIsClosedBeforeItsMessageIsKnownStaysClosed() {
        questions.opened(ADA, PLAN);
        questions.closed(ADA, "k1");
        questions.shown(ADA, 600, PLAN);

        assertThat(questions.askedIn(ADA, 600)).isEmpty();
        assertThat(questions.whenShown(ADA).toCompletableFuture()).isDone();
    }

    @Test
    void closingAQuestionLeavesAnotherChatsQuestionOfTheSameKeyOpen() {
        questions.opened(ADA, PLAN);
        questions.shown(ADA, 600, PLAN);
        questions.opened(BOB, PLAN);
        questions.shown(BOB, 601, PLAN);
        questions.closed(ADA, "k1");

        assertThat(questions.askedIn(BOB, 601)).contains(PLAN);
    }

    @Test
    void nobodyWaitsForAQuestionThatCannotBeShownAndItIsFoundOnceItIs() {
        questions.opened(ADA, PLAN);
        var shown = questions.whenShown(ADA).toCompletableFuture();
        questions.unshowable(ADA, "k1");

        assertThat(shown).isDone();
        assertThat(questions.find(ADA, "k1")).contains(PLAN);
        questions.shown(ADA, 600, PLAN);
        assertThat(questions.askedIn(ADA, 600)).contains(PLAN);
    }

    @Test
    void oneWaitsForTheMessagesOfOnesOwnChat() {
        assertThat(questions.whenShown(ADA).toCompletableFuture()).isDone();
        questions.opened(ADA, PLAN);

        var shown = questions.whenShown(ADA).toCompletableFuture();
        assertThat(shown).isNotDone();
        assertThat(questions.whenShown(BOB).toCompletableFuture()).isDone();
        questions.shown(ADA, 600, PLAN);
        assertThat(shown).isDone();
    }

    @Test
    void wordsAnswerTheOnlyQuestionIfItIsAChoiceThatWasShownBefore() {
        var choice = choice("c1");
        questions.opened(ADA, choice);
        assertThat(questions.answeredBy(ADA, 700)).as("not shown yet").isEmpty();
        questions.shown(ADA, 600, choice);

        assertThat(questions.answeredBy(ADA, 601)).contains(choice);
        assertThat(questions.answeredBy(ADA, 599)).as("said before").isEmpty();
        assertThat(questions.answeredBy(BOB, 601)).isEmpty();
        questions.shown(ADA, 650, choice);
        assertThat(questions.answeredBy(ADA, 601)).as("shown once more since").contains(choice);
        questions.closed(ADA, "c1");
        assertThat(questions.answeredBy(ADA, 601)).isEmpty();
    }

    @Test
    void inAGroupOnlyTheWordsOfAReplyCorrectATranscript() {
        var group = ChatId.of(-1001234567890L);
        var held = new Question.Transcript("say-1", "512", "fix the bild", null, true);
        for (var chat : List.of(ADA, group)) {
            questions.opened(chat, held);
            questions.shown(chat, 600, held);
        }

        assertThat(questions.answeredBy(ADA, 601)).contains(held);
        assertThat(questions.answeredBy(group, 601))
                .as("perhaps by somebody else")
                .isEmpty();
        assertThat(questions.askedIn(group, 600)).contains(held);
    }

    @Test
    void wordsAnswerNothingWhereSeveralAreOpenOrAPermissionIs() {
        questions.opened(ADA, choice("c1"));
        questions.shown(ADA, 600, choice("c1"));
        questions.opened(ADA, choice("c2"));
        assertThat(questions.answeredBy(ADA, 700)).isEmpty();
        questions.closed(ADA, "c2");
        assertThat(questions.answeredBy(ADA, 700)).isPresent();

        questions.opened(BOB, PLAN);
        questions.shown(BOB, 600, PLAN);
        assertThat(questions.answeredBy(BOB, 700)).isEmpty();
    }

    private static Question choice(String key) {
        return new Question.Choice(key, 1, 1, "Which?", List.of(new Question.Option("Blue", "")));
    }
}
