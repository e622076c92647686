package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.Outcome;

final class BodiesTest extends StoreFixture {

    private static final ChatId CHAT = ChatId.of(123);
    private static final String LONG = "\u00e4\ud83d\ude80\n".repeat(20_000);

    @Test
    void longTextsStandBesideTheFileAndComeBack() throws IOException {
        var state = withLongAnswer();
        store(open(), state, 1);
        assertThat(Files.size(file("123.json"))).isLessThan(3_000);
        assertThat(Files.readString(file("123.json"))).contains("{\"$body\":\"");
        // The last prompt stands in the inbox and for /retry.
        assertThat(names(file("bodies/123"))).hasSize(2);
        assertThat(load(open(), CHAT)).isEqualTo(state);
    }

    @Test
    void aTextOfExactlyTheBoundStaysInTheFile() {
        store(open(), fresh(CHAT).accept(prompt("x".repeat(Bodies.MOST_INLINE))), 1);
        assertThat(file("bodies")).doesNotExist();
    }

    @Test
    void textsThatNothingNamesAnyMoreAreDeleted() {
        var store = open();
        var state = withLongAnswer();
        store(store, state, 1);
        store(store, fresh(ChatId.of(5)).accept(prompt(LONG)), 1);
        store(
                store,
                state.with(
                        ChatState::undelivered,
                        answers -> answers.delivered(state.answers().getFirst().id())),
                2);
        assertThat(names(file("bodies/123"))).hasSize(1);
        store(store, fresh(CHAT), 3);
        assertThat(names(file("bodies"))).containsExactly("5");
    }

    @Test
    void aFileWhoseTextIsMissingIsBroken() throws IOException {
        var store = open();
        store(store, withLongAnswer(), 1);
        Files.delete(file("bodies/123/" + names(file("bodies/123")).getFirst()));
        assertThat(revision(store, CHAT)).isZero();
        assertThat(setAside).hasSize(1);
    }

    @Test
    void aFileWhoseTextWasChangedIsBroken() {
        var store = open();
        store(store, withLongAnswer(), 1);
        write("bodies/123/" + names(file("bodies/123")).getFirst(), "something else");
        assertThat(revision(store, CHAT)).isZero();
        assertThat(setAside).hasSize(1);
    }

    @Test
    void aMarkThatAPersonWritesIsJustText() {
        var store = open();
        var state = fresh(CHAT).accept(prompt("{\"$body\":\"" + "0".repeat(64) + "\"}"));
        store(store, state, 1);
        assertThat(load(store, CHAT)).isEqualTo(state);
    }

    private static ChatState withLongAnswer() {
        var first = prompt("short");
        return fresh(CHAT)
                .accept(first)
                .end(first.id(), Outcome.answered("answer " + LONG), Cost.NONE, NOW)
                .accept(prompt(LONG));
    }
}
