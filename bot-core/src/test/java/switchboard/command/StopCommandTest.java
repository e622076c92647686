package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.model.Placed;

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

        assertThat(chat.give("/stop")).as("the end of the turn says it").isEmpty();
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.state().session().id()).isEqualTo(session);
    }

    @Test
    void promptsThatWaitArePutOnHold() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/kill");

        assertThat(chat.waiting()).isEmpty();
        assertThat(chat.held()).containsExactly("two", "three");
        assertThat(StopCommand.onHold(chat.state()).text()).isEqualTo("2 messages are on hold.");
    }

    @Test
    void aButtonOfATurnStopsThatTurnOnly() {
        chat.ask("one");
        var turn = Objects.requireNonNull(chat.state().current()).id();
        chat.give("/stop turn " + turn);
        assertThat(chat.stopsTheTurn()).isTrue();
        chat.answered();
        chat.ask("two").ask("three");

        assertThat(chat.give("/stop turn " + turn)).isEqualTo("That task has ended already.");
        assertThat(chat.stopsTheTurn()).isFalse();
        assertThat(chat.held()).isEmpty();
    }

    @Test
    void aSecondStopSaysThatTheyAreStillOnHold() {
        chat.ask("one").ask("two");
        chat.give("/c");
        chat.answered();

        assertThat(chat.give("/c")).isEqualTo("Nothing is running; 1 message is on hold.");
        assertThat(chat.labels()).containsExactly("Run it", "Discard");
    }

    @Test
    void aSecondStopAddsToWhatIsOnHold() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/stop");
        chat.answered().ask("four").ask("five");
        chat.give("/stop");

        assertThat(chat.held()).containsExactly("two", "three", "five");
        assertThat(chat.answered().give("/stop")).isEqualTo("Nothing is running; 3 messages are on hold.");
        assertThat(chat.labels()).containsExactly("Run them", "Discard");
        assertThat(chat.state().held())
                .extracting(Placed::where)
                .containsOnly(chat.state().session());
    }
}
