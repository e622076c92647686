package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.guard.Verdict;
import switchboard.model.ChatState;
import switchboard.model.Session;
import switchboard.model.ShellCommands;
import switchboard.model.ShellRequest;

class ShellCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    private String run() {
        return chat.buttons().getFirst();
    }

    private ShellRequest running() {
        return Objects.requireNonNull(chat.state().shell().running());
    }

    @Test
    void aCommandIsAskedAboutAsItIsAndDoesNotRun() {
        assertThat(chat.give("/shell ls -l | wc")).isEqualTo("Run this in `/srv`?\n\n```bash\nls -l | wc\n```");
        assertThat(chat.labels()).containsExactly("Run", "Cancel", "Send to Claude");
        assertThat(chat.actions).noneMatch(Reaction.RunShell.class::isInstance);
        assertThat(chat.state().shell().running()).isNull();
    }

    @Test
    void whatNobodySeesIsMadeVisibleAndNothingEndsTheBlock() {
        assertThat(chat.give("/shell echo a\u202eb\u0007 ```"))
                .isEqualTo("Run this in `/srv`?\n\n````bash\necho a⟨U+202E⟩b⟨U+0007⟩ ```\n````");
    }

    @Test
    void theDirectoryIsShownAsItIs() {
        assertThat(new TestChat(Path.of("/srv/a\u202eb\nc")).give("/shell ls"))
                .startsWith("Run this in `/srv/a⟨U+202E⟩b⟨U+000A⟩c`?");
    }

    @Test
    void aCommandThatDoesNotFitIsAskedAboutInAFileAndALongerOneIsRefused() {
        var most = "x".repeat(ShellCommand.LONGEST);

        assertThat(chat.give("/shell " + most)).isEqualTo("Run the command in this file in `/srv`?");
        assertThat(chat.document().content()).isEqualTo(most);
        assertThat(chat.buttons()).hasSize(3);
        assertThat(chat.give("/shell " + most + "y"))
                .isEqualTo("A shell command must fit into one message of at most 4,096 characters."
                        + " Put a longer one into a script, and run that.");
        assertThat(chat.buttons()).isEmpty();
    }

    @Test
    void withoutACommandItSaysHow() {
        assertThat(chat.give("/shell ")).startsWith("Write a command after it: !git status runs it in `/srv`");
    }

    @Test
    void aPressRunsItOnce() {
        chat.give("/shell ls");
        var run = run();

        assertThat(chat.give(run)).isEmpty();
        assertThat(running().command()).isEqualTo("ls");
        assertThat(running().directory()).isEqualTo(Path.of("/srv"));
        assertThat(running().message()).isEqualTo("m-call");
        assertThat(chat.actions).containsExactly(new Reaction.RunShell(running()));
        chat.change(state -> state.with(ChatState::shell, shell -> shell.end()));
        assertThat(chat.give(run)).startsWith("That command was run or cancelled already");
        assertThat(chat.actions).noneMatch(Reaction.RunShell.class::isInstance);
    }

    @Test
    void aCancelledCommandDoesNotRun() {
        chat.give("/shell ls");
        var buttons = chat.buttons();

        assertThat(chat.give(buttons.get(1))).isEqualTo("Cancelled. Nothing was run.");
        assertThat(chat.give(buttons.getFirst())).startsWith("That command was run or cancelled already");
    }

    @Test
    void whileOneRunsTheNextIsAskedAboutAgain() {
        chat.give("/shell make");
        chat.give(run());
        chat.give("/shell ls");
        var next = run();

        assertThat(chat.give(next))
                .startsWith("Another command is still running in this chat.")
                .contains("Run this in `/srv`?");
        assertThat(run()).isEqualTo(next);
        assertThat(running().command()).isEqualTo("make");
    }

    @Test
    void itDoesNotRunWhereItWasNotAskedAbout() {
        chat.give("/shell ls");
        chat.change(state -> state.move(Session.fresh(Path.of("/srv/other"), null, TestChat.NOW)));

        assertThat(chat.give(run()))
                .isEqualTo("This chat has moved to `/srv/other`. Please send the command again to run it there.");
        assertThat(chat.state().shell()).isEqualTo(new ShellCommands(List.of(), null));
    }

    @Test
    void aClosedFileIsNamedAndNobodyIsAsked() {
        chat.verdict = verdict(Verdict.Kind.DENY, "`/srv/.env` is closed to Claude.");

        assertThat(chat.give("/shell cat .env"))
                .isEqualTo(
                        "I can't run this, because shell commands have the same limits as Claude. `/srv/.env` is closed to Claude.");
        assertThat(chat.buttons()).isEmpty();
    }

    @Test
    void whatItMayReachIsSaidWithTheQuestion() {
        chat.verdict = verdict(Verdict.Kind.ASK, "This goes through all of `/`.");

        assertThat(chat.give("/shell grep -r x /")).endsWith("\n```\n\nThis goes through all of `/`.");
        chat.give(run());
        assertThat(running().remark()).isEqualTo("This goes through all of `/`.");
    }

    private static Verdict verdict(Verdict.Kind kind, String reason) {
        return new Verdict(kind, reason);
    }

    @Test
    void oldQuestionsAreForgotten() {
        chat.give("/shell first");
        var first = run();
        for (var i = 0; i < ShellCommands.MOST; i++) {
            chat.give("/shell ls " + i);
        }

        assertThat(chat.give(first)).startsWith("That command was run or cancelled already, or it is too old.");
    }

    @Test
    void stopEndsItAndAPressOnItsButtonEndsNothingElse() {
        chat.ask("one").ask("two");
        chat.give("/shell make");
        chat.give(run());

        assertThat(chat.give("/stop shell " + running().key())).isEmpty();
        assertThat(chat.actions).containsExactly(new Reaction.StopShell(running()));
        assertThat(chat.waiting()).containsExactly("two");
        chat.give("/stop");
        assertThat(chat.actions).contains(new Reaction.StopShell(running()));
        assertThat(chat.stopsTheTurn()).isTrue();
        assertThat(chat.give("/stop shell gone")).isEqualTo("That command has ended already.");
    }

    @Test
    void onlyAnOwnerRunsThem() {
        chat.give("/shell ls");
        var buttons = chat.buttons();
        chat.asUser();

        for (var press : buttons.subList(0, 2)) {
            assertThat(chat.give(press))
                    .isEqualTo(
                            "Only an owner of this bot may run shell commands.\n\nRun this in `/srv`?\n\n```bash\nls\n```");
            assertThat(chat.buttons()).as("an owner can still press").isEqualTo(buttons);
        }
        assertThat(chat.state().shell().running()).isNull();
        assertThat(chat.give("/shell rm -r x")).isEqualTo("Only an owner of this bot may run shell commands.");
        assertThat(chat.labels()).containsExactly("Send to Claude");
        assertThat(chat.state().shell().asked()).hasSize(1);
    }

    @Test
    void aPressThatAStopHasOvertakenRunsNothingUntilItIsPressedAgain() {
        chat.give("/shell make");
        var run = run();
        chat.change(state -> state.saw(List.of(9L), TestChat.NOW).hold().saw(List.of(5L), TestChat.NOW));

        assertThat(chat.give(run)).startsWith("You tapped this before your /stop, so nothing was run.");
        assertThat(chat.state().shell().running()).isNull();
        chat.give(run());
        assertThat(running().command()).isEqualTo("make");
    }

    @Test
    void whereTheyAreOffAnOldButtonRunsNothing() {
        chat.give("/shell ls");
        var request = chat.state().shell().asked().getFirst();
        var off = new TestChat(Path.of("/srv"))
                .without(ShellCommand.NAME)
                .change(state -> state.with(ChatState::shell, shell -> shell.ask(request)));

        assertThat(off.give(run())).isEqualTo("Shell commands are turned off here.");
    }

    @Test
    void whatNobodySeesIsMadeVisibleInAFileToo() {
        chat.give("/shell echo a\u202eb\n" + "x".repeat(3_800));
        assertThat(chat.document().content()).startsWith("echo a⟨U+202E⟩b\nx");
    }
}
