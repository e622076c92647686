package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.guard.ClosedPaths;
import switchboard.model.ChatState;
import switchboard.model.Session;
import switchboard.model.SessionId;

class ResumeCommandTest {

    private static final String FIRST = "aaaaaaaa-0000-4000-8000-000000000001";

    @TempDir
    Path temp;

    private Path root;
    private Path project;
    private TestChat chat;

    @BeforeEach
    void aChatWithAPast() throws IOException {
        root = temp.toRealPath();
        project = Files.createDirectory(root.resolve("project"));
        chat = new TestChat(root);
        past(FIRST, project, Duration.ofHours(2));
    }

    private void past(String id, Path directory, Duration age) {
        var at = TestChat.NOW.minus(age);
        var session = new Session(
                new SessionId(id), Session.FIRST_AGENT, true, directory, null, "first words of " + id.charAt(0), at, 0);
        chat.change(state -> state.move(session).move(Session.fresh(root, null, TestChat.NOW)));
    }

    @Test
    void aChatWithoutAPastSaysSo() {
        assertThat(new TestChat(root).give("/resume")).isEqualTo("No earlier sessions yet.");
    }

    @Test
    void thePastIsOfferedAsButtonsNewestFirst() {
        past("bbbbbbbb-0000-4000-8000-000000000002", project, Duration.ofMinutes(5));

        chat.give("/resume");

        assertThat(chat.labels())
                .containsExactly("first words of b · 5m ago · project", "first words of a · 2h ago · project");
        assertThat(chat.buttons()).containsExactly("/resume bbbbbbbb-0000-4000-8000-000000000002", "/resume " + FIRST);
    }

    @Test
    void noMoreThanEightAreOffered() {
        for (var number = 10; number < 20; number++) {
            past(number + "000000-0000-4000-8000-000000000000", project, Duration.ofHours(number));
        }

        chat.give("/resume");

        assertThat(chat.buttons()).hasSize(8).first().isEqualTo("/resume " + FIRST);
    }

    @Test
    void aSessionComesBackWithItsDirectory() {
        assertThat(chat.give("/resume " + FIRST)).startsWith("Now in “first words of a”, `" + project + "`.");
        assertThat(chat.state().session().id().value()).isEqualTo(FIRST);
        assertThat(chat.state().session().directory()).isEqualTo(project);
    }

    @Test
    void theBriefIdWillDo() {
        chat.give("/resume aaaaaaaa");

        assertThat(chat.state().session().id().value()).isEqualTo(FIRST);
    }

    @Test
    void aBriefIdOfSeveralSessionsIsRefused() {
        past("aaaaaaaa-0000-4000-8000-000000000002", project, Duration.ofMinutes(5));

        assertThat(chat.give("/resume aaaaaaaa")).startsWith("Several sessions begin with `aaaaaaaa`.");
    }

    @Test
    void anUnknownIdIsRefused() {
        assertThat(chat.give("/resume `x`")).startsWith("There's no earlier session `` `x` `` here.");
    }

    @Test
    void thePresentSessionNeedsNoResume() {
        chat.ask("one").answered();

        assertThat(chat.give("/resume " + chat.state().session().id())).isEqualTo("You're in that session already.");
    }

    @Test
    void whatWasAskedBeforeComesFirstUnlessNowIsPressed() {
        chat.ask("one").ask("two");

        assertThat(chat.give("/resume " + FIRST))
                .startsWith("I'll switch to “first words of a”, `")
                .endsWith("` when the queue is done.");
        assertThat(chat.buttons())
                .containsExactly(
                        "/resume now " + chat.state().destination().id().brief());
        assertThat(chat.state().session().id().value()).isNotEqualTo(FIRST);

        assertThat(chat.give("/resume now"))
                .contains("I'll stop the current task")
                .contains("Dropped: 1 queued message.");
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.answered().state().session().id().value()).isEqualTo(FIRST);
    }

    @Test
    void aDirectoryThatIsGoneIsRefusedWithTheFix() throws IOException {
        Files.delete(project);

        assertThat(chat.give("/resume " + FIRST))
                .isEqualTo("Its folder `" + project + "` is gone. Make it again, then send /resume again.");
        assertThat(chat.state().session().directory()).isEqualTo(root);
    }

    @Test
    void aDirectoryThatIsNoLongerAllowedIsRefusedWithTheFix() {
        var elsewhere = new TestChat(
                TestChat.ID,
                new Directories(project, root, List.of(project), any -> ClosedPaths.of(List.of(), Map.of())));
        elsewhere.change(state -> withPast(state, root));

        assertThat(elsewhere.give("/resume " + FIRST))
                .startsWith("Its folder `" + root + "` is no longer allowed. Have it added to `ALLOWED_PATHS`");
    }

    @Test
    void aDirectoryThatIsClosedByNowIsRefused() {
        var closing = new TestChat(
                TestChat.ID,
                new Directories(
                        project,
                        root,
                        List.of(root),
                        any -> ClosedPaths.of(List.of(root.resolve("sessions")), Map.of())));
        closing.change(state -> withPast(state, root.resolve("sessions/7")));

        assertThat(closing.give("/resume " + FIRST))
                .isEqualTo("Its folder `" + root.resolve("sessions/7") + "` is closed to chats, because private files"
                        + " are there. Send /resume to pick another session.");
        assertThat(closing.state().session().directory()).isEqualTo(project);
    }

    private ChatState withPast(ChatState state, Path directory) {
        var session =
                new Session(new SessionId(FIRST), Session.FIRST_AGENT, true, directory, null, null, TestChat.NOW, 0);
        return state.move(session).move(Session.fresh(project, null, TestChat.NOW));
    }
}
