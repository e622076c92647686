package switchboard.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.Prompt;
import switchboard.model.Session;
import switchboard.model.TurnId;
import switchboard.model.Usage;

class BoardTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final ChatId ADA = ChatId.of(1);
    private static final ChatId BOB = ChatId.of(2);
    private static final ChatId CLEO = ChatId.of(3);

    private static final Path HERE = Path.of("/here");
    private static final Path THERE = Path.of("/there");

    private final TestInbox<Board.Notice> notices = TestInbox.create();
    private final BehaviorTestKit<Board.Command> board = BehaviorTestKit.create(Board.create(notices.getRef()));

    @Test
    void chatsAreListedByTheirLatestActivity() {
        know(ADA, NOW);
        know(BOB, NOW.plusSeconds(5));

        assertThat(look().summaries()).extracting(ChatSummary::chat).containsExactly(BOB, ADA);
    }

    @Test
    void aChangedStateKeepsTheActivity() {
        know(ADA, NOW);
        board.run(new Board.Doing(ADA, doing(Activity.Phase.RUNNING)));
        know(ADA, NOW.plusSeconds(1));

        assertThat(look().summaries().getFirst().activity()).isEqualTo(doing(Activity.Phase.RUNNING));
    }

    @Test
    void whatAnUnknownChatDoesIsPassedOver() {
        board.run(new Board.Doing(ADA, doing(Activity.Phase.RUNNING)));

        assertThat(look().summaries()).isEmpty();
        assertThat(look().isQuiet()).isTrue();
    }

    @Test
    void aChatThatIsGoneIsListedNoMore() {
        know(ADA, NOW);
        board.run(new Board.Gone(ADA));

        assertThat(look().summaries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"IDLE, true", "WAITING, true", "ASKING, true", "RUNNING, false", "STOPPING, false"})
    void itIsQuietWhenNoTurnWorks(Activity.Phase phase, boolean quiet) {
        know(ADA, NOW);
        board.run(new Board.Doing(ADA, doing(phase)));

        assertThat(look().isQuiet()).isEqualTo(quiet);
    }

    @Test
    void anAnswerOnItsWayIsNotQuiet() {
        var state = ChatState.of(ADA, Session.fresh(Path.of("/"), null, NOW))
                .unasked(TurnId.random(), Outcome.answered("x"), Cost.NONE, NOW);
        board.run(new Board.Known(ChatSummary.of(state, Activity.IDLE)));

        assertThat(look().isQuiet()).isFalse();
    }

    @Test
    void chatsThatComeToWorkInOneDirectoryAreEachToldOnce() {
        works(ADA, HERE);
        assertThat(told()).isEmpty();

        works(BOB, HERE);
        works(ADA, HERE);
        works(BOB, HERE);

        assertThat(told()).containsExactlyInAnyOrder(ADA, BOB);
    }

    @Test
    void theSentenceNamesTheDirectoryAndNoChat() {
        works(ADA, HERE);
        works(BOB, HERE);

        assertThat(notices.receiveMessage().text())
                .contains("Another chat is working in `/here`, too")
                .contains("/cd");
    }

    @Test
    void aThirdChatInTheDirectoryIsToldAndNobodyTwice() {
        works(ADA, HERE);
        works(BOB, HERE);
        told();

        works(CLEO, HERE);

        assertThat(told()).containsExactly(CLEO);
    }

    @Test
    void whoHasLeftAndComesBackIsToldAnew() {
        works(ADA, HERE);
        works(BOB, HERE);
        works(BOB, THERE);
        told();

        works(BOB, HERE);

        assertThat(told()).containsExactly(BOB);
    }

    @Test
    void aChatInWhichNothingWasSaidDisturbsNobody() {
        works(ADA, HERE);
        board.run(new Board.Known(summary(ChatState.of(BOB, Session.fresh(HERE, null, NOW)))));

        assertThat(told()).isEmpty();
    }

    @Test
    void aConversationThatGetsAnotherIdMeetsNobody() {
        for (var chat : List.of(ADA, BOB)) {
            board.run(new Board.Known(new ChatSummary(
                    chat,
                    "Team",
                    "Team",
                    "0123abcd",
                    HERE,
                    NOW,
                    0,
                    0,
                    false,
                    false,
                    true,
                    Activity.IDLE,
                    null,
                    Usage.NONE,
                    null)));
        }

        assertThat(told()).isEmpty();
    }

    @Test
    void chatsThatSharedADirectoryBeforeTheRestartAreNotToldAgain() {
        board.run(new Board.Listed(working(ADA, HERE)));
        board.run(new Board.Listed(working(BOB, HERE)));
        works(ADA, HERE);
        works(BOB, HERE);

        assertThat(told()).isEmpty();
    }

    @Test
    void whatWasStoredBeforeTheStartDoesNotStandInPlaceOfWhatAChatHasTold() {
        know(ADA, NOW);

        board.run(new Board.Listed(summary(ChatState.of(ADA, Session.fresh(HERE, null, Instant.EPOCH)))));

        assertThat(look().summaries()).extracting(ChatSummary::lastActivity).containsExactly(NOW);
    }

    private void works(ChatId chat, Path directory) {
        board.run(new Board.Known(working(chat, directory)));
    }

    private static ChatSummary working(ChatId chat, Path directory) {
        var prompt = new Prompt(TurnId.random(), "hello", true, null, NOW);
        return summary(ChatState.of(chat, Session.fresh(directory, null, NOW)).accept(prompt));
    }

    private static ChatSummary summary(ChatState state) {
        return ChatSummary.of(state, Activity.IDLE);
    }

    private List<ChatId> told() {
        return notices.getAllReceived().stream().map(Board.Notice::chat).toList();
    }

    private void know(ChatId chat, Instant activity) {
        var state = ChatState.of(chat, Session.fresh(Path.of("/"), null, activity));
        board.run(new Board.Known(ChatSummary.of(state, Activity.IDLE)));
    }

    private static Activity doing(Activity.Phase phase) {
        return new Activity(phase, NOW, "", 0);
    }

    private Board.View look() {
        TestInbox<Board.View> inbox = TestInbox.create();
        board.run(new Board.Look(inbox.getRef()));
        return inbox.receiveMessage();
    }
}
