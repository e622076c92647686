package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StopCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void withNothingRunningItSaysSoAndChangesNothing() {
        var before = chat.state();

        assertThat(chat.give("/stop")).isEqualTo("Nothing is running.");
        assertThat(chat.give("/stop")).isEqualTo("Nothing is running.");
        assertThat(chat.state()).isEqualTo(before);
        assertThat(chat.stopsTheTurn()).isFalse();
    }

    @Test
    void theRunningTurnIsStoppedAndTheSessionStays() {
        var session = chat.ask("one").state().session().id();

        assertThat(chat.give("/stop")).contains("Stopping").contains("session stays");
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.state().session().id()).isEqualTo(session);
        assertThat(chat.buttons()).isEmpty();
    }

    @Test
    void promptsThatWaitAreHeldBackWithButtonsToGoOnOrClear() {
        chat.ask("one").ask("two").ask("three");

        assertThat(chat.give("/kill")).contains("2 prompts are on hold.");
        assertThat(chat.state().paused()).isTrue();
        assertThat(chat.labels()).containsExactly("Go on", "Clear");
    }

    @Test
    void aButtonOfATurnStopsThatTurnOnly() {
        chat.ask("one");
        var turn = Objects.requireNonNull(chat.state().flight()).id();
        assertThat(chat.give("/stop turn " + turn)).contains("Stopping");
        chat.answered();
        chat.ask("two");

        assertThat(chat.give("/stop turn " + turn)).isEqualTo("That turn has ended already.");
        assertThat(chat.stopsTheTurn()).isFalse();
        assertThat(chat.state().paused()).isFalse();
    }

    @Test
    void aSecondStopSaysThatTheyAreStillHeldBack() {
        chat.ask("one").ask("two");
        chat.give("/c");
        chat.answered();

        assertThat(chat.give("/c")).isEqualTo("Nothing is running. 1 prompt is on hold.");
        assertThat(chat.labels()).containsExactly("Go on", "Clear");
    }
}
