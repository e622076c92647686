package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.Origin;
import switchboard.model.Session;

class ForkCommandTest {

    @TempDir
    Path temp;

    private TestChat chat;
    private Path folder;

    @BeforeEach
    void aChat() throws IOException {
        folder = temp.toRealPath();
        chat = new TestChat(folder);
    }

    @Test
    void whereNothingWasSaidThereIsNothingToCopy() {
        var before = chat.state();

        assertThat(chat.give("/fork")).startsWith("Nothing has been said in this session yet");
        assertThat(chat.state()).isEqualTo(before);
    }

    @Test
    void theChatContinuesInACopyAndTheOriginalIsInResume() {
        var original = chat.ask("hello").answered().state().session();

        assertThat(chat.give("/fork"))
                .isEqualTo("Now in a copy of this session, in `" + folder + "`. /resume goes back.");
        var copy = chat.state().session();
        assertThat(copy.origin()).isEqualTo(new Origin(original.id(), null));
        assertThat(copy.used()).isFalse();
        assertThat(chat.state().past()).containsExactly(original);
    }

    @Test
    void aCopyHasTheTitleThatItIsGivenOrSaysThatItIsOne() {
        chat.ask("hello").answered().give("/title Tea");

        chat.give("/fork");
        assertThat(chat.state().session().title()).isEqualTo("Tea (copy)");
        chat.give("/fork");
        assertThat(chat.state().session().title()).as("of a copy").isEqualTo("Tea (copy)");
        assertThat(chat.give("/fork  Green  tea")).startsWith("Now in “Green tea”, a copy of this session");
        assertThat(chat.state().session().title()).isEqualTo("Green tea");
        assertThat(chat.give("/fork " + "x".repeat(65))).startsWith("A title has at most 64");
    }

    @Test
    void aCopyOfACopyInWhichNothingWasSaidIsOneOfTheSame() {
        var original = chat.ask("hello").answered().state().session();
        chat.give("/fork");
        chat.give("/fork");

        assertThat(chat.state().session().origin()).isEqualTo(new Origin(original.id(), null));
        assertThat(chat.state().past()).hasSize(2);
    }

    @Test
    void whileATaskRunsTheCopyWaitsAndHasWhatIsSaidUntilThen() {
        var original = chat.ask("hello").ask("and then?").state().session();

        assertThat(chat.give("/fork")).startsWith("I'll switch to a copy of this session");
        assertThat(chat.buttons())
                .containsExactly(
                        "/resume now " + chat.state().destination().id().brief());
        assertThat(chat.state().session()).isEqualTo(original);
        chat.answered();
        chat.change(state -> state.begin(Objects.requireNonNull(state.current()).id(), TestChat.NOW))
                .answered();
        assertThat(chat.state().session().origin()).isEqualTo(new Origin(original.id(), null));
    }

    @Test
    void whoCannotWaitSwitchesNow() {
        chat.ask("hello").give("/fork");

        chat.give("/resume now");

        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.answered().state().session().origin()).isNotNull();
    }

    @Test
    void theCopyOfASessionWithWorkStillToComeIsACopyOfThatSession() {
        chat.ask("hello");
        chat.give("/fork One");
        chat.give("/fork Two");

        assertThat(chat.state().queue().moves())
                .extracting(move -> move.to().origin())
                .as("nothing is asked between the two")
                .containsOnly(new Origin(chat.state().session().id(), null));
        chat.ask("in two");
        chat.give("/fork Three");
        var last = chat.state().queue().moves().toList();
        assertThat(last.getLast().to().origin())
                .isEqualTo(new Origin(last.get(1).to().id(), null));
    }

    @Test
    void aCopyOutlivesAChangeOfTheFolder() throws IOException {
        chat.ask("hello").answered().give("/fork");
        var copy = chat.state().session();
        chat.change(state -> state.move(Session.fresh(folder, null, TestChat.NOW)));

        assertThat(chat.give("/resume " + copy.id())).startsWith("Now in");
        assertThat(chat.state().session()).isEqualTo(copy);
    }
}
