package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatState;
import switchboard.model.Prompt;
import switchboard.model.Session;
import switchboard.model.TurnId;

class NewCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void theOldSessionGoesToResumeAndDirectoryAndSettingsStay() {
        chat.change(state -> state.with(ChatState::settings, settings -> settings.withModel("opus")));
        var old = chat.ask("one").answered().state().session();

        assertThat(chat.give("/new")).isEqualTo("✨ New session in `/srv`. /resume goes back.");
        assertThat(chat.state().past()).extracting(Session::id).containsExactly(old.id());
        assertThat(chat.state().session().id()).isNotEqualTo(old.id());
        assertThat(chat.state().session().directory()).isEqualTo(Path.of("/srv"));
        assertThat(chat.state().settings().model()).isEqualTo("opus");
    }

    @Test
    void whatRunsIsStoppedAndWhatWaitsIsDroppedWithItsCount() {
        chat.ask("one").ask("two").ask("three");

        assertThat(chat.give("/new")).contains("The running task was stopped. Dropped: 2 queued messages.");
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.waiting()).isEmpty();
    }

    @Test
    void whatIsOnHoldIsDroppedWithItsCountToo() {
        chat.ask("one").ask("two").ask("three").give("/stop");
        chat.change(state -> state.accept(new Prompt(TurnId.random(), "four", true, null, TestChat.NOW)));

        assertThat(chat.give("/new")).contains("Dropped: 1 queued message and 2 messages on hold.");
        assertThat(chat.state().held()).isEmpty();
        assertThat(chat.waiting()).isEmpty();
    }

    @Test
    void aMoveThatWaitedIsDroppedToo() {
        chat.ask("one").change(state -> state.move(Session.fresh(Path.of("/srv/b"), null, TestChat.NOW)));

        assertThat(chat.give("/new")).contains("The /cd that was queued is dropped, too.");
        assertThat(chat.answered().state().session().directory()).isEqualTo(Path.of("/srv"));
    }

    @Test
    void theButtonOfASessionLeavesThatSession() {
        chat.ask("one").ask("two");
        var button = NewAfterCommand.button(chat.state().session());

        assertThat(chat.give(button.command())).contains("The running task was stopped. Dropped: 1 queued message.");
        assertThat(chat.stopsTheTurn()).isTrue();
    }

    @Test
    void theButtonOfAnEarlierSessionStopsNothing() {
        var button = NewAfterCommand.button(chat.ask("one").answered().state().session());
        chat.give("/new");
        chat.ask("two").ask("three");
        var before = chat.state();

        assertThat(chat.give(button.command())).contains("This chat is in another session now", "Send /new");
        assertThat(chat.state()).isEqualTo(before);
        assertThat(chat.stopsTheTurn()).isFalse();
    }

    @Test
    void aTitleIsTakenAsText() {
        assertThat(chat.give("/new *Frontend*\nwork")).startsWith("✨ New session “\\*Frontend\\* work” in");
        assertThat(chat.state().session().title()).isEqualTo("*Frontend* work");
    }

    @Test
    void aTitleThatIsTooLongIsRefusedAndNothingChanges() {
        var before = chat.state();

        assertThat(chat.give("/new " + "x".repeat(65))).contains("at most 64 characters");
        assertThat(chat.state()).isEqualTo(before);
    }
}
