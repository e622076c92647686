package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;

/** Shell commands of people, and words that interrupt. */
class ShellIT extends Journey {

    @Test
    void commandsAreAskedAboutRunAndTold() throws Exception {
        settings.put("TELEGRAM_OWNERS", Long.toString(ADA));
        claude.when("a long story", Script.say("Once upon a time. ".repeat(50)).hold("story"));
        telegram.limits().off();
        startBot();
        var chat = chatWith(ada);

        whatIsAskedAboutRunsOnceItIsAllowed(chat);
        longOutputIsAFile(chat);
        whatIsClosedDoesNotRun(chat);
        anotherPersonRunsNone();
        aCommandRunsBesideATurnAndItsButtonStopsIt(chat);
        wordsInterruptTheTurn(chat);
        awaitAtRest(ADA);
    }

    private void whatIsAskedAboutRunsOnceItIsAllowed(Chat chat) {
        var command = chat.says("!pwd; touch made; echo \"$TELEGRAM_BOT_TOKEN.\"; exit 3");
        var question = chat.awaitMessage("Run this in");
        assertThat(question.text()).contains("touch made");
        assertThat(question.labels()).containsExactly("Run", "Cancel", "Send to Claude");
        assertThat(work().resolve("made")).doesNotExist();
        chat.presses(question, "Run");

        var result = chat.awaitMessage("❌ Exit code 3");
        assertThat(result.text()).contains(real(work()) + "\n.");
        assertThat(result.replyTo()).isEqualTo(command.id());
        assertThat(work().resolve("made")).exists();
        telegram.awaitThat(
                "the buttons are gone", () -> chat.now(question).labels().isEmpty());
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void longOutputIsAFile(Chat chat) {
        run(chat, "seq 3000");

        var file = chat.awaitMessage(sent -> sent.file().isPresent());
        assertThat(file.text()).startsWith("✅ Exit code 0");
        assertThat(file.file().orElseThrow().name()).isEqualTo("output.txt");
        assertThat(new String(file.file().orElseThrow().bytes(), StandardCharsets.UTF_8))
                .startsWith("1\n2\n")
                .endsWith("3000\n");
    }

    private void whatIsClosedDoesNotRun(Chat chat) throws Exception {
        var keys = Files.createDirectories(dir.resolve("home/.ssh"));
        Files.writeString(keys.resolve("id_rsa"), "a private key");
        chat.says("!cat ~/.ssh/id_rsa");

        var refusal = chat.awaitMessage("I can't run this");
        assertThat(refusal.text()).contains("id_rsa");
        assertThat(refusal.labels()).isEmpty();
    }

    private void anotherPersonRunsNone() {
        var chat = chatWith(bob);
        chat.says("!touch by-bob");

        assertThat(chat.awaitMessage("Only an owner").labels()).containsExactly("Send to Claude");
        assertThat(work().resolve("by-bob")).doesNotExist();
    }

    private void aCommandRunsBesideATurnAndItsButtonStopsIt(Chat chat) throws Exception {
        chat.says("a long story");
        claude.awaitHeld("story");
        run(chat, "echo $$ > pid; echo half; sleep 300");
        var running = chat.awaitMessage("⏳ Still running");
        var process = ProcessHandle.of(
                        Long.parseLong(Files.readString(work().resolve("pid")).strip()))
                .orElseThrow();
        chat.presses(running, "Stop");

        assertThat(chat.awaitMessage("⏹ Stopped after").text()).contains("half");
        await().atMost(patience()).until(() -> !process.isAlive());
    }

    private static void run(Chat chat, String command) {
        chat.says("!" + command);
        chat.presses(
                chat.awaitMessage(
                        sent -> sent.text().contains(command) && sent.labels().contains("Run")),
                "Run");
    }

    private void wordsInterruptTheTurn(Chat chat) {
        chat.says("and then?");
        chat.awaitMessage("⏳ Queued.");
        chat.says("!!no, be brief");

        chat.awaitMessage("You said: no, be brief");
        chat.awaitMessage("You said: and then?");
        var texts = said(chat).stream()
                .filter(text -> text.startsWith("You said:") || text.contains("⏹ Stopped"))
                .toList();
        assertThat(texts.indexOf(find(texts, "no, be brief"))).isLessThan(texts.indexOf(find(texts, "and then?")));
    }

    private static String find(List<String> texts, String part) {
        return texts.stream().filter(text -> text.contains(part)).findFirst().orElseThrow();
    }

    @Test
    void killedWhileACommandRunsTheBotTellsItAndEndsWhatIsLeft() throws Exception {
        launchBot();
        var chat = chatWith(ada);
        run(chat, "echo $$ >> pid; sleep 300");
        await().atMost(patience())
                .until(() -> Files.exists(work().resolve("pid")) && Files.size(work().resolve("pid")) > 0);
        var process = ProcessHandle.of(
                        Long.parseLong(Files.readString(work().resolve("pid")).strip()))
                .orElseThrow();

        killBot();
        assertThat(process.isAlive()).isTrue();
        launchBot();

        chat.awaitMessage((ChatMessage sent) -> sent.text().contains("was cut off by a restart"));
        await().atMost(patience()).until(() -> !process.isAlive());
        awaitAtRest(ADA);
        assertThat(Files.readString(work().resolve("pid")).lines())
                .as("it has run once")
                .hasSize(1);
    }
}
