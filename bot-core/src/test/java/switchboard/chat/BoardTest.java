package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.Session;
import switchboard.model.Standing;
import switchboard.model.TurnId;

class BoardTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final ChatId ADA = ChatId.of(1);
    private static final ChatId BOB = ChatId.of(2);

    private final BehaviorTestKit<Board.Command> board = BehaviorTestKit.create(Board.create());

    @Test
    void chatsAreListedByTheirLatestActivity() {
        know(ADA, NOW);
        know(BOB, NOW.plusSeconds(5));

        assertThat(look().standings()).extracting(Standing::chat).containsExactly(BOB, ADA);
    }

    @Test
    void aChangedStateKeepsTheActivity() {
        know(ADA, NOW);
        board.run(new Board.Doing(ADA, doing(Activity.Phase.RUNNING)));
        know(ADA, NOW.plusSeconds(1));

        assertThat(look().standings().getFirst().activity()).isEqualTo(doing(Activity.Phase.RUNNING));
    }

    @Test
    void whatAnUnknownChatDoesIsPassedOver() {
        board.run(new Board.Doing(ADA, doing(Activity.Phase.RUNNING)));

        assertThat(look().standings()).isEmpty();
        assertThat(look().isQuiet()).isTrue();
    }

    @Test
    void aChatThatIsGoneIsListedNoMore() {
        know(ADA, NOW);
        board.run(new Board.Gone(ADA));

        assertThat(look().standings()).isEmpty();
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
        board.run(new Board.Known(Standing.of(state, Activity.IDLE)));

        assertThat(look().isQuiet()).isFalse();
    }

    private void know(ChatId chat, Instant activity) {
        var state = ChatState.of(chat, Session.fresh(Path.of("/"), null, activity));
        board.run(new Board.Known(Standing.of(state, Activity.IDLE)));
    }

    private static Activity doing(Activity.Phase phase) {
        return new Activity(phase, NOW, "");
    }

    private Board.View look() {
        TestInbox<Board.View> inbox = TestInbox.create();
        board.run(new Board.Look(inbox.getRef()));
        return inbox.receiveMessage();
    }
}
