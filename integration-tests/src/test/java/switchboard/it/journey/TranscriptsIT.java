package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import switchboard.botapi.FileContent;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;
import switchboard.it.telegram.Media;
import switchboard.process.ProcessMark;

/** What people say in voice messages reaches Claude as they want it. */
class TranscriptsIT extends Journey {

    /** Begins a recording, which is no text. */
    private static final String SOUND = "OggS\0";

    @Test
    void aVoiceMessageIsHeardShownAndSentUnlessItsPersonSaysOtherwise() throws Exception {
        claude.when("", Script.say("Noted."));
        settings.put("TRANSCRIBE_COMMAND", "sh " + program());
        settings.put("TRANSCRIPT_WAIT", "2s");
        startBot();
        var chat = chatWith(ada);

        var note = itGoesByItselfWithItsPath(chat);
        aReplyToItBringsWhatWasSaidAndNobodyListensAgain(chat, note);
        itsCaptionChangesWhileItsTranscriptIsShown(chat);
        stoppedItsProgramIsEnded(chat);
        whatIsEditedWaitsOverARestart(chat);
        whatFailsIsKeptAndTriedAgain(chat);
    }

    /**
     * It prints what it is given, once there is no file named slow; hangs where that says so, and fails where there is a file named
     * broken. Each run adds a line to a file.
     */
    private Path program() throws IOException {
        return Files.writeString(dir.resolve("hear"), """
                echo >> '%s'
                while [ -e '%s' ]; do sleep 0.1; done
                if grep -q hang "$1"; then sleep 1000; fi
                if [ -e '%s' ]; then echo 'no model' >&2; exit 3; fi
                tail -c +%d "$1"
                """.formatted(
                        dir.resolve("runs"), dir.resolve("slow"), dir.resolve("broken"), SOUND.length() + 1));
    }

    private int runs() throws IOException {
        return Files.readAllLines(dir.resolve("runs")).size();
    }

    private ChatMessage itGoesByItselfWithItsPath(Chat chat) {
        var note = chat.sends(voice("fix the build"));

        var heard = chat.awaitMessage("I heard:");
        assertThat(heard.text()).contains("fix the build", "in 2 s");
        assertThat(heard.labels()).containsExactly("✅ Send", "✏️ Edit", "Discard");
        assertThat(heard.replyTo()).isEqualTo(note.id());
        var asked = asked("fix the build");
        assertThat(asked).contains("Transcript of the recording", "Attached voice: ", "voice.ogg");
        chat.awaitAnswer("Noted.");
        await().atMost(patience()).until(() -> chat.now(heard).text().endsWith("▸ Sent"));
        assertThat(chat.now(heard).labels()).isEmpty();
        assertThat(chat.messages())
                .as("Claude has the words")
                .noneMatch(message -> message.text().contains("can't look at"));
        return note;
    }

    private void aReplyToItBringsWhatWasSaidAndNobodyListensAgain(Chat chat, ChatMessage note) throws IOException {
        chat.repliesTo(note, "and the docs");

        assertThat(asked("and the docs")).contains("Transcript of the recording", "fix the build");
        assertThat(runs()).isOne();
    }

    private void itsCaptionChangesWhileItsTranscriptIsShown(Chat chat) throws IOException {
        var note = chat.sends(voice("look at this").captioned("the old words"));
        var heard = chat.awaitMessage("look at this");
        chat.edits(note, "the new words");

        assertThat(asked("the new words")).contains("look at this").doesNotContain("the old words");
        await().atMost(patience()).until(() -> chat.now(heard).text().endsWith("▸ Sent"));
        assertThat(runs()).isEqualTo(2);
    }

    private void stoppedItsProgramIsEnded(Chat chat) {
        chat.sends(voice("hang on"));
        await().atMost(patience()).until(this::isListening);
        chat.awaitMessage("Listening to your voice message");
        chat.says("/stop");

        await().atMost(patience()).until(() -> !isListening());
        chat.awaitMessage("Stopped");
    }

    private boolean isListening() {
        return ProcessMark.carrying(mark()).stream()
                .anyMatch(each -> each.info().commandLine().orElse("").contains("/hear "));
    }

    private void whatIsEditedWaitsOverARestart(Chat chat) throws Exception {
        chat.sends(voice("fix the bild"));
        var heard = chat.awaitMessage("fix the bild");
        chat.presses(heard, "✏️ Edit");
        var edited = chat.awaitMessage(after(heard, "Send me what it should say"));
        awaitKnown(edited);
        stopBot();
        startBot();
        chat.awaitMessage(after(edited, "Send me what it should say"));
        assertThat(claude.requests()).noneMatch(request -> request.prompt().contains("bild"));
        chat.says("fix the roof");

        assertThat(asked("fix the roof")).endsWith("what the person says:)\n\nfix the roof");
    }

    private void whatFailsIsKeptAndTriedAgain(Chat chat) throws IOException {
        var broken = Files.createFile(dir.resolve("broken"));
        chat.sends(voice("try this"));
        var unheard = chat.awaitMessage("I can't tell what you say");
        assertThat(unheard.text()).contains("“sh” ended with code 3: no model");
        Files.delete(broken);
        chat.presses(unheard, "🔁 Try again");
        chat.presses(chat.awaitMessage(after(unheard, "try this")), "✅ Send");

        asked("try this");
    }

    @Test
    void killedWhileItListensAndWhileItsTranscriptIsShownNothingIsLostAndNothingHeardTwice() throws Exception {
        claude.when("", Script.say("Noted."));
        settings.put("TRANSCRIBE_COMMAND", "sh " + program());
        settings.put("TRANSCRIPT_WAIT", "never");
        var slow = Files.createFile(dir.resolve("slow"));
        launchBot();
        var chat = chatWith(ada);
        var note = chat.sends(voice("fix the build"));
        await().atMost(patience()).until(this::isListening);
        var left = ProcessMark.carrying(mark());
        killBot();

        launchBot();
        await().atMost(patience()).until(() -> runs() == 2);
        assertThat(left).as("what the kill had left").noneMatch(ProcessHandle::isAlive);
        Files.delete(slow);
        var heard = chat.awaitMessage("I heard:");
        assertThat(heard.replyTo()).isEqualTo(note.id());
        awaitKnown(heard);
        killBot();

        launchBot();
        var again = chat.awaitMessage(after(heard, "fix the build"));
        chat.presses(again, "✅ Send");
        asked("fix the build");
        chat.awaitAnswer("Noted.");
        awaitAtRest(ADA);
        assertThat(runs())
                .as("heard again only because the first kill came before it was stored")
                .isEqualTo(2);
        assertThat(claude.requests())
                .filteredOn(request -> request.prompt().contains("fix the build"))
                .hasSize(1);
        assertThat(said(chat)).filteredOn(text -> text.equals("Noted.")).hasSize(1);
    }

    @Test
    void aServiceHearsWhatNobodyElseDoesAndItsKeyIsNowhere() throws Exception {
        var keys = new CopyOnWriteArrayList<String>();
        var service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/v1/audio/transcriptions", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getRequestBody().readAllBytes();
            var answer = "{\"text\":\"say hello\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        claude.when("", Script.say("Hello."));
        settings.put(
                "OPENAI_BASE_URL", "http://127.0.0.1:" + service.getAddress().getPort() + "/v1");
        settings.put("OPENAI_API_KEY", "sk-of-a-journey");
        settings.put("TRANSCRIPT_WAIT", "0");
        startBot();
        var chat = chatWith(ada);
        chat.sends(voice("sound"));

        assertThat(asked("say hello")).doesNotContain("sk-of-a-journey");
        chat.awaitMessage("🎙 say hello");
        chat.awaitAnswer("Hello.");
        assertThat(keys).containsExactly("Bearer sk-of-a-journey");
        service.stop(0);
    }

    private static Media voice(String said) {
        return Media.voice(new FileContent("voice.ogg", "audio/ogg", (SOUND + said).getBytes(StandardCharsets.UTF_8)));
    }

    private static Predicate<ChatMessage> after(ChatMessage before, String words) {
        return message -> message.id() > before.id() && message.text().contains(words);
    }

    /** What Claude was asked that has these words. */
    private String asked(String words) {
        return claude.awaitRequest(request -> request.prompt().contains(words), patience())
                .prompt();
    }
}
