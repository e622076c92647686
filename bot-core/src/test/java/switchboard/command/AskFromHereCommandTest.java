package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Origin;
import switchboard.model.Original;
import switchboard.model.People;
import switchboard.model.TurnId;
import switchboard.model.Wording;

class AskFromHereCommandTest {

    private static final List<Content> EDITED = List.of(new Content.Text("make it red"));

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void theEditedWordsAreAskedInACopyThatEndsBeforeTheMessage() {
        var turn = edited();
        var before = chat.state().session();

        assertThat(chat.give("/ask-from-here 512"))
                .isEqualTo(
                        "↩️ Back to before that message; your edited one runs next. What came after it stays in /resume. "
                                + "Files stay as they are.");
        var current = Objects.requireNonNull(chat.state().current());
        assertThat(current.prompt().content()).isEqualTo(EDITED);
        assertThat(current.prompt().by()).isEqualTo(People.ADA);
        assertThat(current.session().origin()).isEqualTo(new Origin(before.id(), turn));
        assertThat(chat.state().past()).extracting(each -> each.id()).contains(before.id());
        assertThat(chat.give("/ask-from-here 512")).isEqualTo("I've asked that already.");
    }

    @Test
    void itIsOfferedBesideAskingAgainIfTheAgentCanFork() {
        edited();
        var original = chat.state().receipts().original("512").orElseThrow();

        assertThat(EditedCommand.offer(chat.state(), original, EDITED, true)
                        .buttons()
                        .getFirst())
                .extracting(each -> each.label())
                .containsExactly("Ask again", "Ask again from here");
        assertThat(EditedCommand.offer(chat.state(), original, EDITED, false)
                        .buttons()
                        .getFirst())
                .extracting(each -> each.label())
                .containsExactly("Ask again");
    }

    @Test
    void whileAnotherTaskRunsItComesAfterThat() {
        edited();
        chat.ask("something else");

        assertThat(chat.give("/ask-from-here 512")).startsWith("⏳ Queued. When the queue is done, I'll go back");
        assertThat(chat.state().waiting()).hasSize(1);
        assertThat(chat.state().destination().origin()).isNotNull();
        assertThat(chat.state().session().origin()).isNull();
    }

    @Test
    void inASessionThatIsForgottenItIsNotOffered() {
        edited();
        var original = chat.state().receipts().original("512").orElseThrow();
        for (var i = 0; i <= 21; i++) {
            chat.ask("x").answered().give("/new");
        }

        assertThat(AskFromHereCommand.session(chat.state(), original)).isEmpty();
        assertThat(chat.give("/ask-from-here 512")).startsWith("That edit is too old.");
    }

    /** A message was edited after it was answered. */
    private TurnId edited() {
        var wording = new Wording(
                "111", 0, List.of(new Wording.Piece("512", "w", "f", "", List.of(new Content.Text("make it blue")))));
        chat.ask("make it blue");
        var turn = Objects.requireNonNull(chat.state().current()).id();
        chat.change(state -> state.knows(Original.prompt(wording, turn)).begin(turn, TestChat.NOW))
                .answered();
        chat.change(state -> {
            var original = state.receipts().original("512").orElseThrow();
            var piece = new Wording.Piece("512", "w2", "f", "", EDITED);
            return state.with(ChatState::receipts, receipts -> receipts.edit(original, original.edited(piece, EDITED)));
        });
        return turn;
    }
}
