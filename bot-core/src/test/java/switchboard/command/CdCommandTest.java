package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.guard.ClosedPaths;
import switchboard.guard.FilesWall;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatStateJson;
import switchboard.model.Shortcut;
import switchboard.model.Shortcuts;

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
        chat = new TestChat(
                TestChat.ID, new Directories(root, root, List.of(root), any -> ClosedPaths.of(List.of(), Map.of())));
    }

    @Test
    void withoutAPathItShowsTheDirectoryAndOffersWhatIsBelow() {
        assertThat(chat.give("/cd")).isEqualTo("You're in `" + root + "`. Pick a folder, or send /cd PATH.");
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
    void aDirectoryWhoseNameDoesNotFitAButtonIsReachedByAShortKeyAlsoAfterARestart() throws IOException {
        var name = "ü".repeat(91);
        Files.createDirectory(root.resolve(name));
        chat.give("/cd");
        assertThat(chat.labels()).containsExactly("📁 a", "📁 b_project", "📁 " + "ü".repeat(27) + "…");
        var button = chat.buttons().getLast();
        assertThat(button.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(60);

        var restarted =
                ChatStateJson.read(new ObjectMapper().readTree(ChatStateJson.write(chat.state(), TestChat.NOW)));
        chat.change(before -> restarted).give("/cd a");
        assertThat(chat.give(button)).startsWith("Now in `" + root.resolve(name) + "`");
    }

    @Test
    void aKeyMeansNothingInAnotherChatAndOneThatIsForgottenSaysSo() throws IOException {
        Files.createDirectory(root.resolve("ü".repeat(91)));
        chat.give("/cd");
        var button = chat.buttons().getLast();
        var other = new TestChat(
                ChatId.of(9), new Directories(root, root, List.of(root), any -> ClosedPaths.of(List.of(), Map.of())));

        assertThat(other.give(button)).isEqualTo("This button is too old. Please send the command again.");
        chat.change(before -> before.with(
                ChatState::shortcuts,
                shortcuts -> shortcuts.with(IntStream.range(0, Shortcuts.MOST)
                        .mapToObj(each -> Shortcut.to("other " + each))
                        .toList())));
        assertThat(chat.give(button)).isEqualTo("This button is too old. Please send the command again.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my dir",
                "  my dir  ",
                "\"my dir\"",
                "'my dir'",
                "my\\ dir",
                "\"my dir\"/.",
                "“my dir”",
                "‘my dir’",
                "~/my dir",
                "\"~/my dir\"",
                "~/'my dir'"
            })
    void aPathIsTakenAsItIsOrAsAShellReadsIt(String typed) throws IOException {
        Files.createDirectory(root.resolve("my dir"));

        assertThat(chat.give("/cd " + typed)).startsWith("Now in `" + root.resolve("my dir") + "`");
    }

    @Test
    void aBlankIsPartOfAPathWhateverIsQuotedBesideIt() throws IOException {
        Files.createDirectories(root.resolve("mydir"));
        Files.createDirectories(root.resolve("other dir/a b"));

        assertThat(chat.give("/cd my dir")).startsWith("There is no directory");
        assertThat(chat.give("/cd \"other dir\"/a b")).startsWith("Now in `" + root.resolve("other dir/a b") + "`");
    }

    @Test
    void homeIsWrittenAsATilde() {
        chat.give("/cd a");

        assertThat(chat.give("/cd ~")).startsWith("Now in `" + root + "`");
    }

    @Test
    void aNameThatHasQuotesIsFoundAndOfferedAsItIs() throws IOException {
        for (var name : List.of("it's", "\"x\"", " y ", "a\\b", "“z”", "q'w e")) {
            Files.createDirectory(root.resolve(name));
        }
        chat.give("/cd");
        var buttons = chat.buttons();

        for (var i = 0; i < buttons.size(); i++) {
            chat.give("/cd " + root);
            chat.give("/cd");
            var label = chat.labels().get(i);
            chat.give(buttons.get(i));
            assertThat("📁 " + chat.state().session().directory().getFileName()).isEqualTo(label);
        }
        assertThat(buttons).hasSize(8);
    }

    @Test
    void aNewDirectoryBeginsANewSessionAndTheOldOneStaysInResume() {
        var old = chat.ask("one").answered().state().session();

        assertThat(chat.give("/cd b_project")).isEqualTo("Now in `" + project + "` (new session). /resume goes back.");
        assertThat(chat.state().session().directory()).isEqualTo(project);
        assertThat(chat.state().session().used()).isFalse();
        assertThat(chat.state().past()).containsExactly(old);
    }

    @Test
    void theSameDirectorySaysSoAndKeepsTheSession() {
        var before = chat.state();

        assertThat(chat.give("/cd " + root + "/a/..")).isEqualTo("You're in `" + root + "` already.");
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
    void whatIsClosedToTheChatIsNeitherEnteredNorNamedAndItDoesNotShowWhetherItExists() throws IOException {
        var files = Files.createDirectories(root.resolve("files"));
        var others = Files.createDirectory(files.resolve("7"));
        var own = Files.createDirectory(files.resolve(TestChat.ID.toString()));
        Files.createDirectory(root.resolve("sessions"));
        Files.createSymbolicLink(root.resolve("link"), others);
        chat = new TestChat(TestChat.ID, closing(files));
        var before = chat.state();

        for (var closed : List.of("files", "files/7", "files/8", "sessions", "link", "~/files/7", "'files/7'")) {
            assertThat(chat.give("/cd " + closed))
                    .isEqualTo("`" + closed
                            + "` is closed to chats, because private files are there. Pick another folder.");
        }
        assertThat(chat.state()).isEqualTo(before);
        chat.give("/cd");
        assertThat(chat.labels()).containsExactly("📁 a", "📁 b_project");

        assertThat(chat.give("/cd " + own)).startsWith("Now in");
        chat.give("/cd");
        assertThat(chat.buttons()).isEmpty();
    }

    /** The files of other chats are closed, and so is where the sessions are. */
    private Directories closing(Path files) {
        return new Directories(
                root,
                root,
                List.of(root),
                any -> ClosedPaths.of(List.of(root.resolve("sessions")), Map.of("HOME", root.toString()))
                        .behind(FilesWall.around(files, files.resolve(any.toString()))));
    }

    @Test
    void whatWasAskedBeforeRunsInTheOldDirectoryFirst() {
        chat.ask("one").ask("two");

        assertThat(chat.give("/cd b_project"))
                .isEqualTo("I'll switch to `" + project + "` (new session) when the queue is done.");
        assertThat(chat.buttons())
                .containsExactly("/cd now " + chat.state().destination().id().brief());
        assertThat(chat.stopsTheTurn()).isFalse();
        assertThat(chat.state().session().directory()).isEqualTo(root);
        assertThat(chat.answered().answered().state().session().directory()).isEqualTo(project);
    }

    @Test
    void aSecondMoveStartsFromWhereTheFirstWillLead() {
        chat.ask("one");
        chat.give("/cd b_project");

        assertThat(chat.give("/cd .")).isEqualTo("You're in `" + project + "` already.");
        assertThat(chat.give("/cd"))
                .isEqualTo("You're in `" + root + "`, then in `" + project + "`. Pick a folder, or send /cd PATH.");
    }

    @Test
    void nowStopsWhatRunsAndSaysHowManyPromptsWereDropped() {
        chat.ask("one").ask("two").ask("three");
        chat.give("/cd b_project");

        assertThat(chat.give("/cd now"))
                .isEqualTo("I'll stop the current task, then switch to `" + project + "`. Dropped: 2 queued messages.");
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.answered().state().session().directory()).isEqualTo(project);
    }

    @Test
    void afterAStopTheChatMovesAtOnceAndWhatIsOnHoldStaysOnHold() {
        chat.ask("one").ask("two");
        chat.give("/stop");
        chat.answered();

        assertThat(chat.give("/cd b_project")).startsWith("Now in `" + project + "`");
        assertThat(chat.state().session().directory()).isEqualTo(project);
        assertThat(chat.held()).containsExactly("two");
    }

    @Test
    void aButtonMakesNoOtherSwitchThanItsOwn() {
        chat.ask("one");
        chat.give("/cd b_project");
        var stale = chat.buttons().getFirst();
        chat.answered();
        chat.ask("two").ask("three");
        chat.give("/cd " + root);
        var before = chat.state();

        assertThat(chat.give(stale))
                .isEqualTo(
                        "That switch is done or dropped. You're in `" + project + "`, and another switch is queued.");
        assertThat(chat.stopsTheTurn()).isFalse();
        assertThat(chat.state()).isEqualTo(before);
    }

    @Test
    void theSecondOfTwoSwitchesIsMadeNowByItsOwnButton() {
        chat.ask("one");
        chat.give("/cd b_project");
        chat.ask("two");
        chat.give("/cd " + root);

        assertThat(chat.give(chat.buttons().getFirst())).contains("then switch to `" + root + "`");
        assertThat(chat.answered().state().session().directory()).isEqualTo(root);
    }

    @Test
    void aStaleNowSaysThatNoMoveWaits() {
        assertThat(chat.give("/cd now")).isEqualTo("No switch is waiting. You're in `" + root + "`.");
    }
}
