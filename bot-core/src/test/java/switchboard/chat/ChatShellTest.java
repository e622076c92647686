package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.Patience;
import switchboard.chat.ChatProtocol.Replied;
import switchboard.files.OutgoingCopy;
import switchboard.guard.Verdict;
import switchboard.model.ChatId;
import switchboard.model.OutgoingFile;
import switchboard.model.People;
import switchboard.shell.ScriptedShell;
import switchboard.shell.ShellResult;

/** Shell commands of people: asked about, stored, run once, and told, whatever comes in between. */
class ChatShellTest extends ChatFixture {

    private static final Duration LASTS = Duration.ofSeconds(2);

    /** The button that runs what was asked about last. */
    private String ask(String command) {
        world.invoke("shell", command);
        return said().reply().buttons().getFirst().getFirst().command();
    }

    private void press(String button) {
        var words = button.substring(1).split(" ", 2);
        world.invoke(words[0], words[1]);
    }

    private Replied said() {
        return world.next(Replied.class);
    }

    @AfterEach
    void letGo() {
        world.shell.release();
    }

    private void run(String command) {
        world.shell.hold(command);
        press(ask(command));
        Awaitility.await().until(() -> world.shell.begun().contains(command));
    }

    @Test
    void itRunsOnceSomebodyHasAllowedItAndTheResultRepliesToTheCommand() {
        var button = ask("ls");
        assertThat(world.shell.begun()).isEmpty();
        press(button);

        assertThat(said()).satisfies(result -> {
            assertThat(result.reply().text()).isEqualTo("✅ Exit code 0 · 0.4 s\n\n```\ndone\n```");
            assertThat(result.message()).isEqualTo("m-shell");
        });
        press(button);
        assertThat(said().reply().text()).startsWith("That command was run or cancelled already");
        assertThat(world.shell.begun()).containsExactly("ls");
    }

    @Test
    void itRunsBesideATurnAndNeedsNoPermit() {
        var prompt = world.submit("hold");
        world.running(prompt);
        press(ask("ls"));

        assertThat(said().reply().text()).contains("Exit code 0");
        world.atWork(prompt).answer("done");
        world.ended(prompt);
    }

    @Test
    void theCommandBeginsOnlyOnceThatIsStored() {
        var button = ask("ls");
        world.store.hold();
        var words = button.substring(1).split(" ", 2);
        world.deliver(
                new ChatProtocol.Invoke(People.ADA, words[0], words[1], "m", List.of(7L), null, world.receipts.ref()));
        world.receipts.expectNoMessage();
        assertThat(world.shell.begun()).isEmpty();
        world.store.release();

        world.receipts.expectMessage(new ChatProtocol.Accepted());
        assertThat(said().reply().text()).contains("Exit code 0");
    }

    @Test
    void killedWhileItRunsItIsToldAndRunsNoSecondTime() {
        run("make");
        killAndStart();

        var told = said();
        assertThat(told.reply().text())
                .isEqualTo(
                        "⚠️ `make` was cut off by a restart. What it has done so far stays. It won't run again by itself.");
        assertThat(told.message()).isEqualTo("m-shell");
        Awaitility.await().until(() -> world.shell.swept().equals(List.of("make")));
        assertThat(world.shell.begun()).containsExactly("make");
        world.shell.release();
        press(ask("ls"));
        assertThat(said().reply().text()).contains("Exit code 0");
    }

    @Test
    void aQuestionIsGoodAfterARestart() {
        var button = ask("ls");
        killAndStart();
        press(button);

        assertThat(said().reply().text()).contains("Exit code 0");
    }

    @Test
    void oneThatLastsHasAButtonThatStopsItAlone() {
        var prompt = world.submit("hold");
        world.running(prompt);
        run("make");
        world.time.timePasses(LASTS);
        var lasts = said().reply();
        assertThat(lasts.text()).isEqualTo("⏳ Still running: `make`");
        press(lasts.buttons().getFirst().getFirst().command());

        assertThat(said().reply().text()).isEqualTo("⏹ Stopped after 0.4 s.\n\n```\nhalf\n```");
        world.atWork(prompt).answer("done");
        assertThat(world.ended(prompt).answer().outcome().text()).isEqualTo("done");
    }

    @Test
    void stopEndsItWithTheTurn() {
        var prompt = world.submit("hold");
        world.running(prompt);
        run("make");
        world.invoke("stop");

        var events = world.until(event ->
                event instanceof Replied replied && replied.reply().text().startsWith("⏹ Stopped after"));
        if (events.stream().noneMatch(ChatProtocol.Ended.class::isInstance)) {
            world.ended(prompt);
        }
    }

    @Test
    void aStopIsFasterThanTheStore() {
        var button = ask("make");
        world.store.hold();
        var words = button.substring(1).split(" ", 2);
        world.deliver(
                new ChatProtocol.Invoke(People.ADA, words[0], words[1], "m", List.of(7L), null, world.receipts.ref()));
        world.deliver(new ChatProtocol.Invoke(People.ADA, "stop", "", "m", List.of(8L), null, world.receipts.ref()));
        world.deliver(new ChatProtocol.Invoke(People.ADA, "hello", "", "m", List.of(9L), null, world.receipts.ref()));
        Awaitility.await().until(() -> world.greetings.get() == 1);
        world.store.release();

        assertThat(said().reply().text()).startsWith("Hello");
        assertThat(said().reply().text()).startsWith("⏹ Stopped after");
        assertThat(world.shell.begun()).isEmpty();
    }

    @Test
    void theEngineStopsAndEndsItAndTheNextStartTellsIt() {
        run("make");
        world.deliver(new ChatInternal.Close());
        world.next(ChatProtocol.Closing.class);
        killAndStart();

        assertThat(said().reply().text()).startsWith("⚠️ `make` was cut off by a restart.");
    }

    @Test
    void aGroupThatMovesEndsItAndIsToldWhereItGoes() {
        world.ended(world.submit("x"));
        run("make");
        var to = ChatId.of(-100);
        world.deliver(new ChatProtocol.Migrate(to, world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());

        var told = world.probe(to)
                .fishForMessage(
                        Patience.ENOUGH,
                        event -> event instanceof Replied
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore());
        assertThat(((Replied) told.getLast()).reply().text()).startsWith("⚠️ `make` was cut off");
        assertThat(((Replied) told.getLast()).message()).isNull();
    }

    @Test
    void longOutputIsAFileThatIsKeptUntilItIsSent() {
        var made = new OutgoingCopy.Made("key", Path.of("/files/.out/7/x"), "output.txt", 9_000);
        world.shell.gives(
                "ls",
                new ShellResult.Ended(
                        ShellResult.How.EXITED,
                        1,
                        Duration.ofSeconds(12),
                        new ShellResult.AsFile(made, "end", 2_000_000)));
        press(ask("ls"));

        var file = world.next(ChatProtocol.Sending.class).file();
        assertThat(file)
                .isEqualTo(OutgoingFile.asked("key", made.copy(), "output.txt", 9_000, "m-shell")
                        .captioned("❌ Exit code 1 · 12 s\nThe first 2 MB of the output are left out."));
        killAndStart();
        assertThat(world.next(ChatProtocol.Sending.class).file()).isEqualTo(file);
    }

    @Test
    void withoutTheFileTheEndOfTheOutputIsSaid() {
        world.shell.gives(
                "ls",
                new ShellResult.Ended(
                        ShellResult.How.LATE,
                        143,
                        Duration.ofMinutes(2),
                        new ShellResult.AsFile(new OutgoingCopy.Refused("No room."), "the end", 0)));
        press(ask("ls"));

        assertThat(said().reply().text())
                .isEqualTo("⏱ Ended after 2 min, because no command may run longer.\n\n```\n…the end\n```\n\nNo room.");
    }

    @Test
    void whatItReachesByNowIsAskedAboutAgain() {
        var button = ask("grep -r x");
        world.shell.gives("grep -r x", new ShellResult.Changed(new Verdict(Verdict.Kind.ASK, "It goes far.")));
        press(button);
        var again = said().reply();
        assertThat(again.text()).contains("Run this in").endsWith("It goes far.");
        assertThat(again.buttons().getFirst().getFirst().command()).isEqualTo(button);

        world.shell.gives("grep -r x", new ShellResult.Changed(new Verdict(Verdict.Kind.DENY, "It is closed.")));
        press(button);
        assertThat(said().reply().text()).startsWith("I can't run this").endsWith("It is closed.");
    }

    @Test
    void whereSoManyRunElsewhereItIsAskedAboutAgain() {
        world.shell.gives("ls", new ShellResult.Busy(4));
        var button = ask("ls");
        press(button);

        var again = said().reply();
        assertThat(again.text()).startsWith("4 commands are running in other chats already.");
        world.shell.gives("ls", ScriptedShell.ended(ShellResult.How.EXITED, 0, " \n"));
        press(again.buttons().getFirst().getFirst().command());
        assertThat(said().reply().text()).endsWith("No output.");
        assertThat(world.store.state(CHAT).orElseThrow().atRest()).isTrue();
    }
}
