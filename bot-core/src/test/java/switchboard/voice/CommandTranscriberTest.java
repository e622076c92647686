package switchboard.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.process.ProcessMark;

/** Against real programs. */
@Timeout(30)
class CommandTranscriberTest {

    private static final Content.Attachment NOTE =
            new Content.Attachment("v1", Content.Attachment.Kind.VOICE, "voice.ogg", "audio/ogg", null);

    @TempDir
    private Path dir;

    private final String mark = "test-" + UUID.randomUUID() + "/";
    private Path recording = Path.of("");

    @BeforeEach
    void record() throws IOException {
        recording = Files.writeString(dir.resolve("a b's voice.ogg"), "fix the build");
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(ProcessMark.carrying(mark)).isEmpty();
    }

    @Test
    void theProgramGetsItsArgumentsAndThePathAsTheyAreAndPrintsTheText() throws IOException {
        assertThat(hear("printf '%s|' \"$@\"; cat \"$3\"", "--model", "a 'b' $HOME *"))
                .isEqualTo("--model|a 'b' $HOME *|" + recording + "|fix the build");
    }

    @Test
    void itWorksInTheRecordingsDirectoryAndHasNoInput() throws IOException {
        assertThat(hear("pwd -P; cat; echo end")).isEqualTo(dir.toRealPath() + "\nend\n");
    }

    @Test
    void itKnowsNoSecret() throws IOException {
        assertThat(hear("env"))
                .contains("PLAIN=visible", "LANG=C.UTF-8")
                .doesNotContain("sk-ant-secret")
                .doesNotContain("hunter2hunter2");
    }

    @Test
    void itsSentenceIsTheLastThingItHasSaidAsAnError() {
        assertThatThrownBy(() -> hear("echo loading >&2; printf 'no\\tmodel\\n\\n' >&2; exit 3"))
                .isInstanceOf(Transcriber.FailedException.class)
                .hasMessage("“sh” ended with code 3: no model");
        assertThatThrownBy(() -> hear("exit 3")).hasMessage("“sh” ended with code 3.");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        var none = new CommandTranscriber(List.of("/no/such/hear"), Map.of(), mark);

        assertThatThrownBy(() -> none.transcribe(ChatId.of(7), NOTE, recording))
                .isInstanceOf(Transcriber.FailedException.class)
                .hasMessageStartingWith("I can't start “hear”. TRANSCRIBE_COMMAND must");
    }

    @Test
    void whatPrintsWithoutEndIsEndedAndNotKept() {
        assertThatThrownBy(() -> hear("yes")).hasMessage("Its text is far too long to be speech.");
    }

    @Test
    void errorsWithoutEndHoldUpNothing() throws IOException {
        assertThat(hear("head -c 3000000 /dev/zero >&2; echo done")).isEqualTo("done\n");
    }

    @Test
    void whatIsNoTextIsReadAsFarAsItCanBe() throws IOException {
        assertThat(hear("printf 'caf\\303\\251 \\377'")).isEqualTo("café \uFFFD");
    }

    @Test
    void anInterruptEndsTheProgramAndAllThatItHasStarted() throws Exception {
        var begun = dir.resolve("begun");
        var failure = new CompletableFuture<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                hear("trap '' TERM; setsid sleep 1000 & sleep 1000 & touch '" + begun + "'; wait");
            } catch (IOException ended) {
                failure.complete(ended);
            }
        });
        Awaitility.await().until(() -> Files.exists(begun));
        thread.interrupt();

        assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void whatAProgramLeavesBehindHoldsUpNothing() throws IOException {
        assertThat(hear("setsid sleep 1000 & echo done")).isEqualTo("done\n");
    }

    @Test
    void itNamesNoEnvironmentInALog() {
        assertThat(new CommandTranscriber(List.of("hear"), Map.of("PLAIN", "visible"), mark))
                .hasToString("CommandTranscriber[hear]");
    }

    private String hear(String script, String... arguments) throws IOException {
        var command = Stream.concat(Stream.of("sh", "-c", script, "sh"), Arrays.stream(arguments))
                .toList();
        var environment = Map.of(
                "PATH",
                System.getenv("PATH"),
                "LANG",
                "C.UTF-8",
                "PLAIN",
                "visible",
                "ANTHROPIC_API_KEY",
                "sk-ant-secret",
                "HTTPS_PROXY",
                "http://me:hunter2hunter2@proxy:1");
        return new CommandTranscriber(command, environment, mark).transcribe(ChatId.of(7), NOTE, recording);
    }
}
