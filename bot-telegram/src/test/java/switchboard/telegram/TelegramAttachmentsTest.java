package switchboard.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.files.Attachments.GoneException;
import switchboard.files.Attachments.UnavailableException;
import switchboard.model.ChatId;
import switchboard.model.Content.Attachment;
import switchboard.telegram.api.BotToken;
import switchboard.telegram.api.HttpTelegramApi;

class TelegramAttachmentsTest {

    private static final String SECRET = "AAF-very_secret";
    private static final String FILES = "/file/bot123456:" + SECRET;
    private static final ChatId ADA = ChatId.of(111);
    private static final URI PUBLIC = URI.create("https://api.telegram.org");
    private static final HttpTelegramApi.Timeouts SHORT = new HttpTelegramApi.Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));
    private static final ActorTestKit KIT = ActorTestKit.create();

    @TempDir
    Path directory;

    /** How a request of a path is answered; the last answer is repeated. */
    private record Answer(int status, ByteString body, int sent, boolean waits) {

        Answer(int status, String body) {
            this(status, body.getBytes(StandardCharsets.UTF_8));
        }

        Answer(int status, byte[] body) {
            this(status, body, body.length);
        }

        Answer(int status, byte[] body, int sent) {
            this(status, ByteString.fromArray(body), sent, false);
        }
    }

    /** Counted down when a client hangs up in the middle of an answer that waits. */
    private final CountDownLatch hungUp = new CountDownLatch(1);

    private final Queue<Answer> described = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> handedOut = new ConcurrentLinkedQueue<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Counted down when the server has the file that it is asked for. */
    private CountDownLatch describing = new CountDownLatch(0);

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aDownloadThatBreaksOffTwiceIsWholeTheThirdTime() throws IOException {
        var picture = bytes(300_000);
        describe("photos/file_1.jpg");
        handedOut.add(new Answer(200, picture, 100_000));
        handedOut.add(new Answer(200, picture, 299_999));
        handedOut.add(new Answer(200, picture));
        var target = directory.resolve("a.part");

        for (var i = 0; i < 2; i++) {
            assertThatThrownBy(() -> here().fetch(ADA, file(300_000L), target))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(GoneException.class)
                    .satisfies(failure -> assertThat(printed(failure)).doesNotContain(SECRET));
        }
        here().fetch(ADA, file(300_000L), target);

        assertThat(target).hasBinaryContent(picture);
        assertThat(asked).filteredOn(path -> path.startsWith("/file")).containsOnly(FILES + "/photos/file_1.jpg");
    }

    @Test
    void aFileThatNobodyWantsAnyMoreIsNotDownloadedToItsEnd() throws Exception {
        describe("a/b");
        handedOut.add(new Answer(200, ByteString.fromArray(bytes(100_000)), 50_000, true));
        var target = directory.resolve("a");
        var failure = new CompletableFuture<Throwable>();
        var fetching = new Thread(() -> failure.complete(catchThrowable(() -> here().fetch(ADA, file(null), target))));
        fetching.start();
        await().until(() -> Files.exists(target) && Files.size(target) >= 50_000);

        fetching.interrupt();

        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        await().until(() -> hungUp.getCount() == 0);
    }

    @Test
    void thePathIsEncodedAndTheRootMayHaveAPath() throws IOException {
        describe("documents/ein bär?.txt");
        handedOut.add(new Answer(200, "hi"));
        new TelegramAttachments(api(root() + "/telegram/"), URI.create(root()))
                .fetch(ADA, file(2L), directory.resolve("a"));

        assertThat(asked.getLast()).isEqualTo("/telegram" + FILES + "/documents/ein%20b%C3%A4r%3F.txt");
    }

    @Test
    void whatIsTooLargeForTelegramIsSaidBeforeAnythingIsAsked() {
        assertThat(atTelegram().refusal(file(20L << 20))).isEmpty();
        assertThat(atTelegram().refusal(file(null))).isEmpty();
        assertThat(atTelegram().refusal(file((20L << 20) + 1))).isPresent();
        assertThatThrownBy(() -> atTelegram().fetch(ADA, file((20L << 20) + 1), directory.resolve("a")))
                .isInstanceOf(GoneException.class)
                .hasMessage("It is too large: it has 21 MB, and Telegram lets bots fetch at most 20 MB.");
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsLargerThanTelegramSaidAtFirstIsNotDownloaded() {
        described.add(new Answer(200, """
                {"ok":true,"result":{"file_id":"f","file_unique_id":"u","file_size":20971521,"file_path":"a/b"}}"""));

        assertThatThrownBy(() -> atTelegram().fetch(ADA, file(null), directory.resolve("a")))
                .isInstanceOf(GoneException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aDownloadWithoutEndStopsAtTheLimit() {
        describe("a/b");
        handedOut.add(new Answer(200, bytes((20 << 20) + 1)));

        assertThatThrownBy(() -> atTelegram().fetch(ADA, file(null), directory.resolve("a")))
                .isInstanceOf(GoneException.class)
                .hasMessage("It is too large for Telegram to hand out to bots.");
    }

    @Test
    void anotherServerHandsOutMoreAndOneThatDoesNotSaysSo() throws IOException {
        describe("a/b");
        handedOut.add(new Answer(200, "hi"));
        here().fetch(ADA, file(30L << 20), directory.resolve("a"));
        assertThat(directory.resolve("a")).hasContent("hi");

        described.clear();
        described.add(refusal(400, "Bad Request: file is too big"));
        assertThatThrownBy(() -> here().fetch(ADA, file(30L << 20), directory.resolve("b")))
                .isInstanceOf(GoneException.class)
                .hasMessage("It is too large for Telegram to hand out to bots.");
        assertThatThrownBy(() -> here().fetch(ADA, file(3_000L << 20), directory.resolve("b")))
                .isInstanceOf(GoneException.class)
                .hasMessageContaining("at most 2,000 MB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bad Request: invalid file_id", "Bad Request: wrong file identifier/HTTP URL specified"})
    void aFileThatTelegramDoesNotKnowIsGone(String description) {
        described.add(refusal(400, description));

        assertThatThrownBy(() -> here().fetch(ADA, file(1L), directory.resolve("a")))
                .isInstanceOf(GoneException.class)
                .hasMessage("Telegram can't hand it out any more.");
    }

    @Test
    void whatTelegramMayHandOutLaterIsNotGone() {
        described.add(refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable"));

        assertThatThrownBy(() -> here().fetch(ADA, file(1L), directory.resolve("a")))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("Telegram can't hand it out, perhaps only for now.");
    }

    @ParameterizedTest
    @CsvSource({"403, Forbidden", "404, Not Found"})
    void aPathThatTheServerDoesNotHaveIsAboutTheFileAndNotAboutTheToken(int code, String description) {
        describe("a/b");
        handedOut.add(refusal(code, description));

        assertThatThrownBy(() -> here().fetch(ADA, file(1L), directory.resolve("a")))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("Telegram can't hand it out, perhaps only for now.");
    }

    @Test
    void aTokenOfAWrongFormIsNotTheFiles() {
        described.add(refusal(404, "Not Found"));

        assertThatThrownBy(() -> here().fetch(ADA, file(1L), directory.resolve("a")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(GoneException.class)
                .isNotInstanceOf(UnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"401, Unauthorized", "429, Too Many Requests: retry after 5", "500, Internal Server Error"})
    void troubleThatMayPassIsForTheCallerToTryAgain(int code, String description) {
        described.add(refusal(code, description));
        var failure = catchThrowable(() -> here().fetch(ADA, file(1L), directory.resolve("a")));
        assertThat(failure)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(GoneException.class)
                .isNotInstanceOf(UnavailableException.class);

        described.clear();
        describe("a/b");
        handedOut.add(refusal(code, description));
        var later = catchThrowable(() -> here().fetch(ADA, file(1L), directory.resolve("a")));
        assertThat(later)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(GoneException.class)
                .isNotInstanceOf(UnavailableException.class);
        assertThat(printed(failure) + printed(later)).doesNotContain(SECRET);
    }

    @Test
    void aServerThatCannotBeReachedIsTriedAgain() {
        server.stop(0);

        assertThatThrownBy(() -> here().fetch(ADA, file(1L), directory.resolve("a")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(GoneException.class)
                .satisfies(failure -> assertThat(printed(failure)).doesNotContain(SECRET));
    }

    @Test
    void anotherServerMayTakeItsTimeToFetchAFileBeforeItSaysWhereItIs() {
        var fetched = new CountDownLatch(1);
        described.add(new Answer(200, "{\"ok\":true,\"result\":{\"file_id\":\"f\",\"file_path\":\"a/b\"}}"));
        describing = fetched;
        handedOut.add(new Answer(200, "hi"));
        var patient = new HttpTelegramApi.Timeouts(
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30));
        var api = new HttpTelegramApi(KIT.system(), URI.create(root()), new BotToken("123456:" + SECRET), patient);
        var fetching = CompletableFuture.runAsync(
                () -> {
                    try {
                        new TelegramAttachments(api, URI.create(root())).fetch(ADA, file(2L), directory.resolve("a"));
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                },
                threads);

        await().during(Duration.ofSeconds(1)).until(() -> !fetching.isDone());
        fetched.countDown();
        assertThat(fetching).succeedsWithin(Duration.ofSeconds(20));
        assertThat(directory.resolve("a")).hasContent("hi");
    }

    @Test
    void aServerInLocalModeHasTheFileOnThisDisk() throws IOException {
        var kept = Files.writeString(directory.resolve("kept by the server"), "a large file");
        describe(kept.toString());
        here().fetch(ADA, file(30L << 20), directory.resolve("a"));

        assertThat(directory.resolve("a")).hasContent("a large file");
        assertThat(kept).exists();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aFileOfALocalServerThatTheBotCannotReadIsSaid() {
        describe(directory.resolve("nowhere").toString());

        assertThatThrownBy(() -> here().fetch(ADA, file(1L), directory.resolve("a")))
                .isInstanceOf(GoneException.class)
                .hasMessageStartingWith("The Bot API server keeps it in a folder that I can't read.");
    }

    @Test
    void telegramsOwnServerNamesNoFileOfThisMachine() throws IOException {
        describe(Files.writeString(directory.resolve("secret"), "x").toString());

        assertThatThrownBy(() -> atTelegram().fetch(ADA, file(1L), directory.resolve("a")))
                .isInstanceOf(GoneException.class);
        assertThat(directory.resolve("a")).doesNotExist();
    }

    private static Attachment file(@Nullable Long size) {
        return new Attachment("u:f", Attachment.Kind.FILE, "a.bin", null, size);
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    /** Telegram tells this path of the file. */
    private void describe(String path) {
        described.add(new Answer(
                200,
                "{\"ok\":true,\"result\":{\"file_id\":\"f\",\"file_unique_id\":\"u\",\"file_path\":\"" + path
                        + "\"}}"));
    }

    private static Answer refusal(int code, String description) {
        return new Answer(code, "{\"ok\":false,\"error_code\":" + code + ",\"description\":\"" + description + "\"}");
    }

    private TelegramAttachments here() {
        return new TelegramAttachments(api(root()), URI.create(root()));
    }

    /** Asks the test's server as if it were Telegram's. */
    private TelegramAttachments atTelegram() {
        return new TelegramAttachments(api(root()), PUBLIC);
    }

    private static HttpTelegramApi api(String root) {
        return new HttpTelegramApi(KIT.system(), URI.create(root), new BotToken("123456:" + SECRET), SHORT);
    }

    private String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var path = exchange.getRequestURI().getRawPath();
        asked.add(path);
        var isDownload = path.contains("/file/");
        var answers = isDownload ? handedOut : described;
        if (!isDownload) {
            await().until(() -> describing.getCount() == 0);
        }
        var answer = answers.size() > 1 ? answers.remove() : answers.element();
        try (exchange) {
            exchange.sendResponseHeaders(answer.status, answer.body.size());
            exchange.getResponseBody().write(answer.body.toArray(), 0, answer.sent);
            exchange.getResponseBody().flush();
            if (answer.waits) {
                waitUntilTheClientHangsUp(exchange);
            }
        }
    }

    /** Sends the rest byte by byte until nobody reads it. */
    private void waitUntilTheClientHangsUp(HttpExchange exchange) {
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            try {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
                return false;
            } catch (IOException gone) {
                hungUp.countDown();
                return true;
            }
        });
    }

    private static String printed(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
