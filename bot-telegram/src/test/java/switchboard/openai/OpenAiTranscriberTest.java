package switchboard.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.SettingsReader;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.voice.Transcriber.FailedException;

/** Against a service on loopback. */
@Timeout(30)
class OpenAiTranscriberTest {

    private static final String KEY = "sk-very-secret-key";
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Content.Attachment NOTE =
            new Content.Attachment("v1", Content.Attachment.Kind.VOICE, "voice.ogg", "audio/ogg", null);

    private record Asked(String path, String authorization, String length, String body) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CompletableFuture<Throwable> hungUp = new CompletableFuture<>();

    @TempDir
    private Path dir;

    private HttpServer server;
    private int status = 200;
    private String answer = "{\"text\":\"fix the build\"}";
    private boolean hangs;
    private boolean isSilent;
    private Path recording = Path.of("");

    @BeforeEach
    void start() throws IOException {
        recording = Files.writeString(dir.resolve("a.ogg"), "sound and words");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Content-Length")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)));
        try {
            if (isSilent) {
                released.await();
            } else if (hangs) {
                exchange.sendResponseHeaders(200, 0);
                while (!released.await(10, TimeUnit.MILLISECONDS)) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
            } else {
                var bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        } catch (IOException gone) {
            hungUp.complete(gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Test
    void theRecordingGoesAlongWithItsModelAndTheKeyAndTheTextComesBack() throws IOException {
        assertThat(hear()).isEqualTo("fix the build");

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("POST /v1/audio/transcriptions");
            assertThat(request.authorization()).isEqualTo("Bearer " + KEY);
            assertThat(request.length())
                    .as("no chunks")
                    .isEqualTo(String.valueOf(request.body().length()));
            assertThat(request.body())
                    .contains("name=\"model\"\r\n\r\nwhisper-1\r\n")
                    .contains("name=\"response_format\"\r\n\r\njson\r\n")
                    .contains("name=\"file\"; filename=\"recording.ogg\"\r\n")
                    .contains("\r\n\r\nsound and words\r\n--");
        });
    }

    @Test
    void aServiceWithoutAKeyGetsNone() throws IOException {
        new OpenAiTranscriber(KIT.system(), settings(Optional.empty())).transcribe(ChatId.of(7), NOTE, recording);

        assertThat(asked)
                .singleElement()
                .satisfies(request -> assertThat(request.authorization()).isEqualTo("null"));
    }

    @Test
    void aLargeRecordingIsWholeThere() throws IOException {
        Files.write(recording, new byte[20_000_000]);
        hear();

        assertThat(asked.getFirst().body().length()).isGreaterThan(20_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | The transcription service refuses my key (401). Check OPENAI_API_KEY on the machine where I run.",
                "403 | The transcription service refuses my key (403). Check OPENAI_API_KEY on the machine where I run.",
                "404 | The transcription service doesn't know this address or model (404). Check OPENAI_BASE_URL and TRANSCRIBE_MODEL.",
                "413 | It is too large for the transcription service (413).",
                "429 | The transcription service is busy, or your limit there is reached (429). Try again in a minute.",
                "500 | The transcription service has a problem (500). Try again later.",
                "503 | The transcription service has a problem (503). Try again later.",
                "400 | The transcription service refuses it (400): no such format of [redacted]",
                "301 | The transcription service sends me to another address (301), which I don't follow with my key. Check OPENAI_BASE_URL.",
                "302 | The transcription service sends me to another address (302), which I don't follow with my key. Check OPENAI_BASE_URL.",
                "308 | The transcription service sends me to another address (308), which I don't follow with my key. Check OPENAI_BASE_URL."
            })
    void aRefusalIsASentenceThatSaysWhatToDo(int code, String sentence) {
        status = code;
        answer = "{\"error\":{\"message\":\"no such\\tformat of " + KEY + "\"}}";

        assertThatThrownBy(this::hear).isInstanceOf(FailedException.class).hasMessage(sentence);
    }

    @Test
    void aRefusalWithoutWordsHasItsNumber() {
        status = 418;
        answer = "<html>teapot</html>";

        assertThatThrownBy(this::hear).hasMessage("The transcription service refuses it (418).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[1]", "{\"text\":7}", "{\"said\":\"x\"}", "null"})
    void whatIsNoTranscriptIsNoneAndSaysSo(String garbage) {
        answer = garbage;

        assertThatThrownBy(this::hear)
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("The transcription service's answer makes no sense to me.");
    }

    @Test
    void silenceIsAnEmptyText() throws IOException {
        answer = "{\"text\":\"\"}";

        assertThat(hear()).isEmpty();
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws Exception {
        answer = "{\"text\":\"" + "x".repeat(5_000_000) + "\"}";

        assertThatThrownBy(this::hear).hasMessage("Its text is far too long to be speech.");
    }

    @Test
    void nobodyThereIsASentenceAndNoLogHasTheKey() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        var nobody = new OpenAiTranscriber(
                KIT.system(),
                new OpenAiSettings(URI.create("http://127.0.0.1:" + free), Optional.of(KEY), "m", Optional.empty()));

        assertThatThrownBy(() -> nobody.transcribe(ChatId.of(7), NOTE, recording))
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("I can't reach the transcription service at 127.0.0.1.")
                .satisfies(failure -> assertThat(printed(failure)).doesNotContain(KEY));
        assertThat(nobody.toString()).doesNotContain(KEY);
        assertThat(settings(Optional.of(KEY)).toString()).doesNotContain(KEY);
    }

    @Test
    void aServiceThatNeverAnswersIsLeftWhenNobodyWaitsAnyMore() throws Exception {
        isSilent = true;

        assertThat(interrupted()).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void aServiceThatHangsIsLeftWhenNobodyWaitsAnyMore() throws Exception {
        hangs = true;

        assertThat(interrupted()).isInstanceOf(InterruptedIOException.class);
        assertThat(hungUp.get()).isInstanceOf(IOException.class);
    }

    /** What a call ends with whose thread is interrupted once the service is asked. */
    private Throwable interrupted() throws Exception {
        var failure = new CompletableFuture<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                hear();
            } catch (IOException ended) {
                failure.complete(ended);
            }
        });
        Awaitility.await().until(() -> !asked.isEmpty());
        thread.interrupt();
        return failure.get();
    }

    @Test
    void itIsThereIfAKeyOrAnAddressIsSet() {
        assertThat(from(Map.of(), Map.of())).isEmpty();
        assertThat(from(Map.of(), Map.of("OPENAI_API_KEY", KEY)))
                .contains(new OpenAiSettings(
                        URI.create("https://api.openai.com/v1"), Optional.of(KEY), "whisper-1", Optional.empty()));
        assertThat(from(
                        Map.of("base-url", "http://127.0.0.1:8080/v1/", "model", "large"),
                        Map.of("HTTP_PROXY", "http://proxy:1")))
                .as("no proxy on the way to this machine")
                .contains(new OpenAiSettings(
                        URI.create("http://127.0.0.1:8080/v1"), Optional.empty(), "large", Optional.empty()));
        assertThat(from(Map.of(), Map.of("OPENAI_API_KEY", KEY, "HTTPS_PROXY", "http://proxy:1")))
                .hasValueSatisfying(found -> assertThat(found.proxy()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.com",
                "ftp://example.com",
                "http:///v1",
                "http://a b",
                "https://me:hunter2@example.com",
                "https://example.com/v1?key=hunter2",
                "https://example.com/v1?",
                "https://example.com/v1#hunter2"
            })
    void anAddressThatIsNoneIsRefusedInOneSentence(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from(Map.of("base-url", address), Map.of()))
                .withMessageStartingWith("OPENAI_BASE_URL must be an http or https address")
                .satisfies(refused -> assertThat(printed(refused)).doesNotContain("hunter2"));
    }

    private static Optional<OpenAiSettings> from(Map<String, String> set, Map<String, String> variables) {
        var section =
                new HashMap<String, String>(Map.of("transcription.base-url", "", "transcription.model", "whisper-1"));
        set.forEach((name, value) -> section.put("transcription." + name, value));
        return OpenAiSettings.from(
                new SettingsReader(ConfigFactory.parseMap(section)), name -> Optional.ofNullable(variables.get(name)));
    }

    private OpenAiSettings settings(Optional<String> key) {
        return new OpenAiSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"),
                key,
                "whisper-1",
                Optional.empty());
    }

    private String hear() throws IOException {
        return new OpenAiTranscriber(KIT.system(), settings(Optional.of(KEY)))
                .transcribe(ChatId.of(7), NOTE, recording);
    }

    private static String printed(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
