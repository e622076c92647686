package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.Changes;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.Session;

class HandoffCommandTest {

    @TempDir
    Path temp;

    @Test
    void whereNothingWasSaidThereIsNothingToHandOver() {
        var chat = new TestChat(temp);

        assertThat(chat.give("/handoff")).startsWith("Nothing has been said in this session yet");
        assertThat(chat.state().atRest()).isTrue();
    }

    @Test
    void itAsksForASummaryOfWhatMatters() {
        var chat = said();
        chat.give("/handoff the green tests");

        var prompt = Objects.requireNonNull(chat.state().current()).prompt();
        assertThat(prompt.content()).containsExactly(new Content.Handoff("the green tests"));
        assertThat(prompt.text()).contains("successor", "this matters to the person: the green tests");
        assertThat(prompt.brief(60)).isEqualTo("Handoff: the green tests");
        assertThat(new Content.Handoff("").text()).doesNotContain("matters to the person");
    }

    @Test
    void onceItIsAnsweredTheChatContinuesInANewSessionThatHasTheSummary() {
        var chat = said();
        chat.give("/title Tea");
        var before = chat.state().session();
        chat.give("/handoff");
        chat.ask("what is next?");

        var state = end(begun(chat.state()), Outcome.answered("We make tea."));

        var session = state.session();
        assertThat(session.brief()).isEqualTo("We make tea.");
        assertThat(session.used()).isFalse();
        assertThat(session.origin()).isNull();
        assertThat(List.of(session.title(), session.directory())).containsExactly("Tea", before.directory());
        assertThat(state.past()).extracting(Session::id).containsExactly(before.id());
        assertThat(Objects.requireNonNull(state.current()).session())
                .as("what waits runs there")
                .isEqualTo(session);
        assertThat(state.answers().getLast().outcome().text())
                .startsWith("We make tea.\n\n")
                .contains("new session", "/resume");
        var next = end(begun(state), Outcome.answered("Milk."));
        assertThat(next.session().brief()).as("Claude has it").isNull();
    }

    @Test
    void whatWasOnHoldBehindItRunsInTheNewSessionToo() {
        var chat = said();
        chat.ask("running");
        chat.give("/handoff");
        chat.ask("what is next?");
        chat.give("/stop");
        chat.answered();
        chat.give("/pending go");

        var state = end(begun(chat.state()), Outcome.answered("We make tea."));

        assertThat(Objects.requireNonNull(state.current()).session()).isEqualTo(state.session());
        assertThat(state.session().brief()).isEqualTo("We make tea.");
    }

    @Test
    void oneThatIsStoppedOrFailsOrSaysNothingChangesNothing() {
        for (var outcome :
                List.of(Outcome.cancelled("We ma"), Outcome.failed("We ma", "No network."), Outcome.answered(" \n"))) {
            var chat = said();
            var before = chat.state().session();
            chat.give("/handoff");

            var state = end(begun(chat.state()), outcome);

            assertThat(state.session().id()).as(outcome.toString()).isEqualTo(before.id());
            assertThat(state.past()).isEmpty();
        }
    }

    @Test
    void whatClaudeSaysOfAnEmptySummaryIsNotNothing() {
        var chat = said();
        chat.give("/handoff");

        assertThat(end(begun(chat.state()), Outcome.answered(""))
                        .answers()
                        .getLast()
                        .outcome()
                        .text())
                .isEqualTo("Claude has written no summary, so this session continues.");
    }

    @Test
    void whatItsTaskHasChangedCanStillBePutBack() {
        var chat = said();
        chat.give("/handoff");
        var changes = new Changes(5, 80, 12);

        assertThat(end(begun(chat.state()), Outcome.answered("We make tea.").with(changes))
                        .answers()
                        .getLast()
                        .outcome()
                        .changes())
                .isEqualTo(changes);
    }

    @Test
    void aLongSummaryIsHandedOverUpToABound() {
        var chat = said();
        chat.give("/handoff");

        assertThat(end(begun(chat.state()), Outcome.answered("tea ".repeat(50_000)))
                        .session()
                        .brief())
                .hasSize(100_001)
                .endsWith("…");
    }

    @Test
    void oneThatFailedIsAskedForAgainByRetry() {
        var chat = said();
        chat.give("/handoff tea");
        chat.change(state -> end(begun(state), Outcome.failed("", "No network.")));

        chat.give("/retry");

        var state = end(begun(chat.state()), Outcome.answered("We make tea."));
        assertThat(state.session().brief()).isEqualTo("We make tea.");
    }

    @Test
    void oneOnHoldHandsOverTheSessionItWasAskedIn() {
        var chat = said();
        var asked = chat.state().session();
        chat.ask("long");
        chat.give("/handoff");
        chat.give("/stop");
        chat.change(state -> end(state, Outcome.cancelled("")));
        chat.give("/new");

        assertThat(chat.state().onHold()).as("/new drops it").isEmpty();
        assertThat(chat.state().past()).extracting(Session::id).containsExactly(asked.id());
    }

    private TestChat said() {
        return new TestChat(temp).ask("hello").answered();
    }

    private static ChatState begun(ChatState state) {
        return state.begin(Objects.requireNonNull(state.current()).id(), TestChat.NOW);
    }

    private static ChatState end(ChatState state, Outcome outcome) {
        return state.end(Objects.requireNonNull(state.current()).id(), outcome, Cost.NONE, TestChat.NOW);
    }
}
