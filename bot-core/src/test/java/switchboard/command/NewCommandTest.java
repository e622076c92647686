package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import switchboard.model.Session;

class NewCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void theOldSessionGoesToResumeAndDirectoryAndSettingsStay() {
        chat.change(state -> state.with(settings -> settings.withModel("opus")));
        var old = chat.ask("one").answered().state().session();

        assertThat(chat.give("/new")).isEqualTo("✨ New session in `/srv`. The old one is in /resume.");
        assertThat(chat.state().past()).extracting(Session::id).containsExactly(old.id());
        assertThat(chat.state().session().id()).isNotEqualTo(old.id());
        assertThat(chat.state().session().directory()).isEqualTo(Path.of("/srv"));
        assertThat(chat.state().settings().model()).isEqualTo("opus");
    }

    @Test
    void whatRunsIsStoppedAndWhatWaitsIsDroppedWithItsCount() {
        chat.ask("one").ask("two").ask("three");

        assertThat(chat.give("/new")).contains("What ran is being stopped. 2 prompts that waited were dropped.");
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.waiting()).isEmpty();
    }

    @Test
    void aMoveThatWaitedIsDroppedToo() {
        chat.ask("one").change(state -> state.move(Session.fresh(Path.of("/srv/b"), null, TestChat.NOW)));

        assertThat(chat.give("/new")).contains("The move that waited was dropped too.");
        assertThat(chat.answered().state().session().directory()).isEqualTo(Path.of("/srv"));
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
