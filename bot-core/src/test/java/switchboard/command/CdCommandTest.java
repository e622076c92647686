package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CdCommandTest {

    @TempDir
    Path temp;

    private Path root;
    private Path project;
    private TestChat chat;

    @BeforeEach
    void aChatInADirectoryWithSubdirectories() throws IOException {
        Files.createDirectory(temp.resolve("outside"));
        root = Files.createDirectory(temp.resolve("in")).toRealPath();
        project = Files.createDirectory(root.resolve("b_project"));
        Files.createDirectory(root.resolve("a"));
        Files.createDirectory(root.resolve(".hidden"));
        Files.createFile(root.resolve("file"));
        chat = new TestChat(TestChat.ID, new Directories(root, root, List.of(root)));
    }

    @Test
    void withoutAPathItShowsTheDirectoryAndOffersWhatIsBelow() {
        assertThat(chat.give("/cd")).startsWith("This chat works in `" + root + "`.");
        assertThat(chat.labels()).containsExactly("📁 a", "📁 b_project");
        assertThat(chat.buttons()).containsExactly("/cd ~/a", "/cd ~/b_project");
    }

    @Test
    void theParentIsOfferedWhereItIsAllowed() {
        chat.give("/cd b_project");
        chat.give("/cd");

        assertThat(chat.labels()).containsExactly("⬆ ..");
        assertThat(chat.buttons()).allSatisfy(command -> {
            chat.give(command);
            assertThat(chat.state().session().directory()).isEqualTo(root);
        });
    }

    @Test
    void aDirectoryWhoseNameDoesNotFitAButtonIsNotOffered() throws IOException {
        Files.createDirectory(root.resolve("ü".repeat(31)));

        chat.give("/cd");

        assertThat(chat.labels()).containsExactly("📁 a", "📁 b_project");
    }

    @Test
    void aNewDirectoryBeginsANewSessionAndTheOldOneStaysInResume() {
        var old = chat.ask("one").answered().state().session();

        assertThat(chat.give("/cd b_project"))
                .isEqualTo("Now in `" + project + "`, in a new session. The one before is in /resume.");
        assertThat(chat.state().session().directory()).isEqualTo(project);
        assertThat(chat.state().session().used()).isFalse();
        assertThat(chat.state().past()).containsExactly(old);
    }

    @Test
    void theSameDirectorySaysSoAndKeepsTheSession() {
        var before = chat.state();

        assertThat(chat.give("/cd " + root + "/a/..")).isEqualTo("You are in `" + root + "` already.");
        assertThat(chat.state()).isEqualTo(before);
    }

    @Test
    void aDirectoryThatIsMissingAFileOrNotAllowedIsRefusedWithTheReason() throws IOException {
        Files.createSymbolicLink(root.resolve("out"), root.resolveSibling("outside"));
        var before = chat.state();

        assertThat(chat.give("/cd no_such"))
                .isEqualTo("There is no directory `no_such`. Check the spelling, or make it first.");
        assertThat(chat.give("/cd file")).startsWith("`file` is a file, not a directory.");
        assertThat(chat.give("/cd out"))
                .contains("is not allowed. Stay in `" + root + "`")
                .contains("`ALLOWED_PATHS`");
        assertThat(chat.state()).isEqualTo(before);
    }

    @Test
    void whatWasAskedBeforeRunsInTheOldDirectoryFirst() {
        chat.ask("one").ask("two");

        assertThat(chat.give("/cd b_project"))
                .isEqualTo("Moves to `" + project + "`, in a new session, when what you asked before is done.");
        assertThat(chat.buttons()).containsExactly("/cd now");
        assertThat(chat.stopsTheTurn()).isFalse();
        assertThat(chat.state().session().directory()).isEqualTo(root);
        assertThat(chat.answered().answered().state().session().directory()).isEqualTo(project);
    }

    @Test
    void aSecondMoveStartsFromWhereTheFirstWillLead() {
        chat.ask("one");
        chat.give("/cd b_project");

        assertThat(chat.give("/cd .")).isEqualTo("You are in `" + project + "` already.");
        assertThat(chat.give("/cd"))
                .isEqualTo("This chat works in `" + root + "`, then in `" + project + "`. /cd PATH goes elsewhere.");
    }

    @Test
    void nowStopsWhatRunsAndSaysHowManyPromptsWereDropped() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/cd b_project");

        assertThat(chat.give("/cd now"))
                .isEqualTo("Stopping what runs, then moving to `" + project + "`. 2 prompts that waited were dropped.");
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.answered().state().session().directory()).isEqualTo(project);
    }

    @Test
    void nowMovesAtOnceWhenTheQueueWasHeldBack() {
        chat.ask("one").ask("two");
        chat.give("/stop");
        chat.answered();
        chat.give("/cd b_project");

        assertThat(chat.give("/cd now")).startsWith("Now in `" + project + "`. 1 prompt that waited was dropped.");
        assertThat(chat.stopsTheTurn()).isFalse();
        assertThat(chat.state().session().directory()).isEqualTo(project);
    }

    @Test
    void aStaleNowSaysThatNoMoveWaits() {
        assertThat(chat.give("/cd now")).isEqualTo("No change of directory is waiting. You are in `" + root + "`.");
    }
}
