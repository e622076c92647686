package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.agent.AgentProtocol;
import switchboard.model.TurnId;
import switchboard.telegram.markdown.MessageSplitter;

class LiveTurnTest {

    private static final Instant START = Instant.ofEpochSecond(1_000);

    private final LiveTurn turn = new LiveTurn(TurnId.random(), "512", LiveMessageState.NONE);

    @Test
    void itShowsItsPlaceWhileItWaits() {
        assertThat(turn.isDue(START)).isFalse();
        turn.waits("⏳ 2nd in line.");

        assertThat(turn.isDue(START)).isTrue();
        assertThat(turn.text(START)).isEqualTo("⏳ 2nd in line.");
        assertThat(turn.prompt).contains(512);
    }

    @Test
    void itSaysThatItGetsItsFilesOnlyIfThatTakesAWhile() {
        turn.fetches("⏳ Getting your photo…", START);
        assertThat(turn.isDue(START.plusMillis(1_499))).isFalse();
        turn.fetches("⏳ Getting your photo takes longer than usual.", START.plusMillis(1_499));

        assertThat(turn.isDue(START.plusMillis(1_500))).isTrue();
        assertThat(turn.text(START)).isEqualTo("⏳ Getting your photo takes longer than usual.");
        turn.waits("⏳ 2nd in line.");
        assertThat(turn.isDue(START)).isTrue();
    }

    @Test
    void whileAPersonIsAskedAboutItsFilesItsNoticeSaysSo() {
        turn.fetches("⏳ Getting your photo…", START);
        turn.asking = 1;

        assertThat(turn.isDue(START.plusSeconds(9))).isFalse();
        assertThat(turn.text(START)).isEqualTo("⏳ Waiting for your answer.");
    }

    @Test
    void itIsDueOnceItHasRunFor1500Milliseconds() {
        turn.starts(START);

        assertThat(turn.isDue(START.plusMillis(1_499))).isFalse();
        assertThat(turn.isDue(START.plusMillis(1_500))).isTrue();
    }

    @Test
    void itIsNotDueWhileAPersonIsAskedOrItsMessageIsThereOrUnderWayOrRefused() {
        turn.starts(START);
        var late = START.plusSeconds(9);

        turn.asking = 1;
        assertThat(turn.isDue(late)).isFalse();
        turn.asking = 0;
        turn.sending = true;
        assertThat(turn.isDue(late)).isFalse();
        turn.sending = false;
        turn.unshowable = true;
        assertThat(turn.isDue(late)).isFalse();
        turn.unshowable = false;
        turn.ref = LiveMessageState.NONE.at(Optional.of(77));
        assertThat(turn.isDue(late)).isFalse();
    }

    @Test
    void itShowsWhatIsSaidAndTheRunningTool() {
        turn.starts(START);
        said("Looking.");
        turn.add(new AgentProtocol.ToolBegan("t1", "🔍 Grep: searching for \"handleText\"", false, false, null));
        turn.add(new AgentProtocol.Spoke("So f"));

        assertThat(turn.text(START))
                .startsWith("Looking.\n\nSo f\n\n")
                .contains("handleText")
                .endsWith("\n⏳ Working");
    }

    @ParameterizedTest
    @CsvSource({"4,⏳ Working", "5,⏳ 5s", "9,⏳ 5s", "12,⏳ 10s", "59,⏳ 55s", "65,⏳ 1m", "299,⏳ 4m", "3700,⏳ 1h"})
    void secondsGetCoarserTheLongerItLasts(long elapsed, String shown) {
        turn.starts(START);

        assertThat(turn.text(START.plus(Duration.ofSeconds(elapsed)))).isEqualTo(shown);
    }

    @Test
    void whatIsFrozenIsShownNoMore() {
        turn.starts(START);
        said("One.");
        turn.ref = turn.ref.at(Optional.of(77));

        assertThat(turn.freeze()).contains("One.");
        turn.frozen(true);
        assertThat(turn.ref.message()).isEmpty();
        said("Two.");
        assertThat(turn.text(START)).isEqualTo("Two.\n\n⏳ Working");
        assertThat(turn.freeze()).contains("Two.");
        turn.frozen(true);
        assertThat(turn.ref.rest("One.\n\nTwo.\n\nThree.")).isEqualTo("Three.");
    }

    @Test
    void whatIsNotKnownToBeFrozenIsNotCountedAsShown() {
        turn.starts(START);
        said("One.");
        turn.ref = turn.ref.at(Optional.of(77));
        turn.freeze();

        assertThat(turn.isUnsettled()).isTrue();
        assertThat(turn.ref).isEqualTo(LiveMessageState.NONE.at(Optional.of(77)));
        turn.frozen(false);
        assertThat(turn.isUnsettled()).isFalse();
        assertThat(turn.ref).isEqualTo(LiveMessageState.NONE);
        assertThat(turn.text(START)).isEqualTo("One.\n\n⏳ Working");
    }

    @Test
    void onlyCompleteBlocksAreFrozen() {
        turn.starts(START);
        said("One.");
        turn.add(new AgentProtocol.Spoke("Tw"));

        assertThat(turn.freeze()).contains("One.");
        turn.frozen(true);
        assertThat(turn.freeze()).isEmpty();
        assertThat(turn.text(START)).isEqualTo("Tw\n\n⏳ Working");
    }

    @Test
    void ofALongTextTheEndIsShownFromTheBeginningOfALine() {
        turn.starts(START);
        said("Start.\n" + "line of twenty chars\n".repeat(300));

        assertThat(turn.text(START)).startsWith("…\nline of twenty").hasSizeBetween(2_900, 3_020);
        assertThat(MessageSplitter.split(turn.text(START))).hasSize(1);
    }

    @Test
    void ofALongCodeBlockTheEndIsStillCode() {
        turn.starts(START);
        said("Code:\n```java\n" + "var x = 1; // more\n".repeat(300) + "```");

        assertThat(turn.text(START)).startsWith("…\n```java\nvar x");
    }

    @Test
    void aLongLineIsNotCutThroughAPairOfSurrogates() {
        turn.starts(START);
        said("x" + "😀".repeat(3_000));

        assertThat(turn.text(START)).startsWith("…\n😀");
    }

    private void said(String words) {
        turn.add(new AgentProtocol.Said(words));
    }
}
