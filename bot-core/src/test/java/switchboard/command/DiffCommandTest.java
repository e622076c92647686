package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.git.TestRepository;
import switchboard.guard.ClosedPaths;
import switchboard.model.Activity;

/** {@code /diff} and its buttons in a real repository. */
@SuppressWarnings("NullAway.Init") // set up by JUnit
class DiffCommandTest {

    @TempDir
    Path dir;

    private TestRepository made;
    private TestChat chat;

    @BeforeEach
    void make() throws IOException {
        dir = dir.toRealPath();
        made = TestRepository.make(dir.resolve("work"), dir.resolve("home"));
        chat = chat(made.path());
    }

    private TestChat chat(Path directory) {
        var directories = new Directories(
                directory,
                made.home(),
                List.of(dir),
                any -> ClosedPaths.of(List.of(made.path().resolve("closed")), Map.of()));
        return new TestChat(TestChat.ID, directories).git(TestRepository.git(made.home(), any -> false));
    }

    private String button(String label) {
        return chat.buttons().get(chat.labels().indexOf(label));
    }

    @Test
    void whatHasChangedIsShownWithNewFilesAndButtons() {
        made.write("a.txt", "second\n");
        made.write("new file", "s3cret-value\n");

        assertThat(chat.give("/diff"))
                .startsWith("2 files, +2 −1\n```diff\ndiff --git a/a.txt b/a.txt\n")
                .contains("-first\n+second\n", "+++ b/new file\n", "+[redacted]\n")
                .endsWith("```");
        assertThat(chat.labels()).containsExactly("Commit", "Revert");
    }

    @Test
    void aLongDiffIsSentAsAFile() {
        made.write("a.txt", "line\n".repeat(2_000));

        assertThat(chat.give("/diff")).isEqualTo("1 file, +2,000 −1\n• `a.txt` +2,000 −1\nAll of it comes as a file.");
        assertThat(chat.actions)
                .filteredOn(Reaction.SendText.class::isInstance)
                .singleElement()
                .satisfies(sent -> {
                    assertThat(((Reaction.SendText) sent).name()).isEqualTo("work.diff");
                    assertThat(((Reaction.SendText) sent).content()).hasLineCount(2_005);
                });
    }

    @Test
    void onlyWhatIsStagedOrOneFileIsShownOnRequest() throws IOException {
        made.write("a.txt", "staged\n");
        made.git("add", "a.txt");
        made.write("sub/b c.txt", "x\n");

        assertThat(chat.give("/diff staged")).startsWith("1 file").contains("+staged");
        for (var typed : List.of("sub/b c.txt", "'sub/b c.txt'", "sub", "./sub/../sub/b c.txt", made.path() + "/sub")) {
            assertThat(chat.give("/diff " + typed))
                    .as(typed)
                    .startsWith("1 file")
                    .contains("+x");
        }
        var below = chat(made.path().resolve("sub"));
        assertThat(below.give("/diff b c.txt")).startsWith("1 file");
        assertThat(below.give("/diff")).as("the whole repository").startsWith("2 files");
        assertThat(below.give("/diff .")).startsWith("1 file");
        assertThat(below.give("/diff ..")).startsWith("2 files");
    }

    @Test
    void whereThereIsNothingToShowItSaysWhy() throws IOException {
        made.write(".gitignore", "made\n");
        made.commit(".gitignore", "made\n");
        made.write("made", "x");
        Files.createDirectories(dir.resolve("plain"));

        assertThat(chat.give("/diff")).isEqualTo("Nothing has changed since the last commit.");
        assertThat(chat.give("/diff staged")).isEqualTo("Nothing is staged.");
        assertThat(chat.give("/diff a.txt")).isEqualTo("`a.txt` has not changed since the last commit.");
        assertThat(chat.give("/diff made")).isEqualTo("git ignores `made`, so I can't say what has changed there.");
        assertThat(chat.give("/diff nothing")).isEqualTo("There is no `nothing` in this repository.");
        assertThat(chat.give("/diff --stat")).isEqualTo("There is no `--stat` in this repository.");
        assertThat(chat.give("/diff *.txt")).isEqualTo("There is no `*.txt` in this repository.");
        assertThat(chat.give("/diff /etc/passwd")).isEqualTo("`/etc/passwd` is not in this repository.");
        assertThat(chat.give("/diff ../home/.gitconfig")).contains("is not in this repository");
        assertThat(chat(dir.resolve("plain")).give("/diff")).startsWith("There is no git repository in ");
        Files.delete(made.path().resolve("a.txt"));
        made.git("rm", "-q", "--cached", "a.txt");
        assertThat(chat.give("/diff a.txt")).contains("-first");
    }

    @Test
    void whatIsClosedIsNotShownNorReverted() throws IOException {
        made.commit("closed/key", "HIDDEN\n");
        made.commit("closed/other", "HIDDEN\n");
        made.write("closed/key", "HIDDEN2\n");
        Files.delete(made.path().resolve("closed/other"));
        made.write("a.txt", "second\n");

        assertThat(chat.give("/diff"))
                .startsWith("1 file, +1 −1 2 more files are closed, so I don't show them.")
                .doesNotContain("HIDDEN", "closed/");
        assertThat(chat.give("/diff closed/key")).isEqualTo("`closed/key` is closed, so I don't show it.");
        assertThat(chat.give("/diff closed/not there")).isEqualTo("`closed/not there` is closed, so I don't show it.");
        chat.give("/diff");
        chat.give(button("Revert"));
        chat.give(button("↩️ Revert"));
        assertThat(made.path().resolve("a.txt")).hasContent("first\n");
        assertThat(made.path().resolve("closed/key")).hasContent("HIDDEN2\n");
        assertThat(made.path().resolve("closed/other")).doesNotExist();
        assertThat(chat.give("/diff")).startsWith("Only 2 closed files have changed");
        assertThat(chat.buttons()).isEmpty();
    }

    @Test
    void aRevertAsksFirstAndCanBePutBack() {
        made.write("a.txt", "second\n");
        made.write("new", "new\n");
        chat.give("/diff");

        assertThat(chat.give(button("Revert")))
                .isEqualTo("Revert 2 files, +2 −1? I keep what I take away as a git stash, so you can get it back.");
        assertThat(made.isClean()).isFalse();
        assertThat(chat.give(button("↩️ Revert")))
                .matches("↩️ Reverted 2 files, \\+2 −1\\. It is kept as a git stash: tap Put back, or run"
                        + " `git stash apply [0-9a-f]{12}`\\.");
        assertThat(made.isClean()).isTrue();
        assertThat(made.git("stash", "list")).contains("Switchboard: reverted by /diff at 2026-11-22T12:00:00Z");
        assertThat(chat.give(button("Put back"))).isEqualTo("It's back.");
        assertThat(made.path().resolve("a.txt")).hasContent("second\n");
        assertThat(made.path().resolve("new")).hasContent("new\n");
    }

    @Test
    void whatHasChangedSinceItWasShownIsAskedAboutAgain() {
        made.write("a.txt", "second\n");
        chat.give("/diff");
        var shown = button("Revert");
        made.write("a.txt", "third\n");
        assertThat(chat.give(shown))
                .startsWith("This has changed since I showed it. Now it is:\n1 file")
                .contains("+third");
        chat.give(button("Revert"));
        var asked = button("↩️ Revert");
        made.write("a.txt", "fourth\n");

        assertThat(chat.give(asked)).startsWith("This has changed since I showed it.");

        assertThat(made.path().resolve("a.txt")).hasContent("fourth\n");
        chat.give(button("Revert"));
        var last = button("↩️ Revert");
        chat.give(last);
        assertThat(chat.give(last)).as("a second press").isEqualTo("There is nothing left to revert.");
        assertThat(made.git("stash", "list").lines()).hasSize(1);
    }

    @Test
    void oneFileIsRevertedByItsName() {
        var name = "two words 'and' \"quotes\".txt";
        made.write(name, "x\n");
        made.write("a.txt", "second\n");
        chat.give("/diff " + name);
        chat.give(button("Revert"));
        chat.give(button("↩️ Revert"));

        assertThat(made.path().resolve(name)).doesNotExist();
        assertThat(made.path().resolve("a.txt")).hasContent("second\n");
    }

    @Test
    void whatIsStagedIsRevertedUnlessItHasChangedAgain() {
        made.write("a.txt", "staged\n");
        made.git("add", "a.txt");
        made.write("a.txt", "later\n");
        chat.give("/diff staged");
        assertThat(chat.give(button("Revert"))).startsWith("Some of these files have changed again");
        made.write("a.txt", "staged\n");
        made.write("other", "stays\n");

        chat.give("/diff staged");
        chat.give(button("Revert"));
        chat.give(button("↩️ Revert"));

        assertThat(made.git("status", "--porcelain")).isEqualTo("?? other");
    }

    @Test
    void whileClaudeWorksNothingIsTakenAway() {
        made.write("a.txt", "second\n");
        chat.give("/diff");
        chat.give(button("Revert"));
        var now = button("↩️ Revert");
        chat.doing(new Activity(Activity.Phase.RUNNING, TestChat.NOW, "", 0));

        assertThat(chat.give(now)).startsWith("A task of this chat is running or queued in");

        assertThat(made.path().resolve("a.txt")).hasContent("second\n");
    }

    @Test
    void aCommitIsAPromptForClaude() {
        made.write("a.txt", "second\n");
        chat.give("/diff a.txt");
        chat.ask("first");

        chat.give(button("Commit"));

        assertThat(chat.waiting())
                .containsExactly("Commit the changes of `a.txt` (from the top of this repository), and nothing else,"
                        + " with a fitting message. Do not push.");
    }

    @Test
    void withoutACommitThereIsNothingToGoBackTo() {
        made = TestRepository.empty(dir.resolve("fresh"), made.home());
        made.write("a", "1\n");
        chat = chat(made.path());

        assertThat(chat.give("/diff")).startsWith("1 file, +1 −0");
        assertThat(chat.labels()).containsExactly("Commit");
        assertThat(chat.give("/diff nope")).isEqualTo("There is no `nope` in this repository.");
    }

    @Test
    void aRepositoryThatNamesProgramsIsUsedOnlyOnceItIsTrusted() {
        made.git("config", "filter.x.clean", "touch " + dir.resolve("run"));
        made.write(".gitattributes", "* filter=x\n");

        assertThat(chat.give("/diff")).startsWith("This repository's own settings can run programs");

        assertThat(dir.resolve("run")).doesNotExist();
    }
}
