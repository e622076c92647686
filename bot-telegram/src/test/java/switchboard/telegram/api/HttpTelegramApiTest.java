package switchboard.telegram.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.methods.send.SendDocument;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.InputFile;
import org.telegram.telegrambots.meta.api.objects.ReplyParameters;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.InlineKeyboardMarkup;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardButton;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.InlineKeyboardRow;
import switchboard.telegram.api.TelegramApi.Batch;

class HttpTelegramApiTest {
    private static final String SECRET = "AAF-very_secret";
    private static final BotToken TOKEN = new BotToken("123456:" + SECRET);
    private static final HttpTelegramApi.Timeouts SHORT = new HttpTelegramApi.Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SENT = """
            {"ok":true,"result":{"message_id":9,"date":1,"chat":{"id":5,"type":"private"}}}""";
    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.parseString("pekko.loglevel = DEBUG"));

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
    private final Level level = log.getLevel();

    /** Quieter than the rest in the application's configuration. */
    private final Logger pekko = (Logger) LoggerFactory.getLogger("org.apache.pekko");

    private final Level pekkoLevel = pekko.getLevel();

    private HttpServer server;
    private TelegramApi api;

    private record Asked(String path, String contentType, Optional<String> length, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException odd) {
                throw new UncheckedIOException(odd);
            }
        }
    }

    private record Answer(int status, String body, Optional<String> retryAfter) {
        Answer(int status, String body) {
            this(status, body, Optional.empty());
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        api = apiAt(root());
        logged.start();
        log.iteratorForAppenders().forEachRemaining(appenders::add);
        appenders.forEach(log::detachAppender);
        log.addAppender(logged);
        log.setLevel(Level.DEBUG);
        pekko.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopAndFindNoTokenInTheLog() {
        log.detachAppender(logged);
        appenders.forEach(log::addAppender);
        log.setLevel(level);
        pekko.setLevel(pekkoLevel);
        server.stop(0);
        threads.shutdownNow();
        assertThat(List.copyOf(logged.list))
                .noneMatch(event -> event.getFormattedMessage().contains(SECRET));
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aMethodIsPostedAsJsonAndItsResultRead() throws Exception {
        answers.add(new Answer(200, SENT));
        var method = new SendMessage("5", "grüße ☃");
        method.setReplyParameters(ReplyParameters.builder()
                .messageId(3)
                .allowSendingWithoutReply(true)
                .build());

        assertThat(get(api.execute(method)).getMessageId()).isEqualTo(9);
        Asked request = asked.take();
        assertThat(request.path).isEqualTo("/bot123456:" + SECRET + "/sendmessage");
        assertThat(request.contentType).isEqualTo("application/json");
        assertThat(request.json().path("chat_id").asText()).isEqualTo("5");
        assertThat(request.json().path("text").asText()).isEqualTo("grüße ☃");
        assertThat(request.json().at("/reply_parameters/message_id").asInt()).isEqualTo(3);
        assertThat(request.json().has("parse_mode")).isFalse();
    }

    @Test
    void theRootMayHaveAPath() throws Exception {
        answers.add(new Answer(200, SENT));
        get(apiAt(root() + "/telegram/").execute(send()));

        assertThat(asked.take().path).isEqualTo("/telegram/bot123456:" + SECRET + "/sendmessage");
    }

    @Test
    void aResultWithAnOddFieldIsStillASuccess() {
        answers.add(new Answer(200, SENT.replace("\"date\"", "\"text\":{\"odd\":1},\"date\"")));

        assertThat(get(api.execute(send())).getMessageId()).isEqualTo(9);
    }

    @Test
    void aDocumentIsPostedAsAForm() throws Exception {
        answers.add(new Answer(200, SENT));
        InlineKeyboardButton button =
                InlineKeyboardButton.builder().text("Stop").callbackData("stop").build();
        FileUpload upload = FileUpload.of(-5, "bär; \"1\".txt", FileUpload.Content.of("schöner\r\ntext"))
                .inThread(77)
                .withCaption("<b>Fazit ☃</b>", Optional.of("HTML"))
                .withReplyParameters(
                        Optional.of(ReplyParameters.builder().messageId(3).build()))
                .withReplyMarkup(new InlineKeyboardMarkup(List.of(new InlineKeyboardRow(button))));

        assertThat(get(api.upload(upload)).getMessageId()).isEqualTo(9);
        Asked request = asked.take();
        assertThat(request.path).endsWith("/sendDocument");
        assertThat(request.contentType).startsWith("multipart/form-data; boundary=");
        assertThat(request.length).isPresent();
        assertThat(request.body)
                .contains(field("chat_id", "-5"))
                .contains(field("message_thread_id", "77"))
                .contains(field("caption", "<b>Fazit ☃</b>"))
                .contains(field("parse_mode", "HTML"))
                .contains("name=\"reply_parameters\"\r\n\r\n{\"message_id\":3")
                .contains(field(
                        "reply_markup", "{\"inline_keyboard\":[[{\"text\":\"Stop\",\"callback_data\":\"stop\"}]]}"))
                .contains("; name=\"document\"; filename=\"bär_ _1_.txt\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\nschöner\r\ntext\r\n--")
                .endsWith("--\r\n");
    }

    @Test
    void aFileOnTheDiskGoesInItsForm(@TempDir Path directory) throws Exception {
        answers.add(new Answer(200, SENT));
        var file = Files.writeString(directory.resolve("x"), "the picture");
        var upload = FileUpload.of(5, "a.png", new FileUpload.OnDisk(file, 11)).as(FileUpload.Medium.PHOTO);

        assertThat(get(api.upload(upload)).getMessageId()).isEqualTo(9);
        var request = asked.take();
        assertThat(request.path).endsWith("/sendPhoto");
        assertThat(request.length).isPresent();
        assertThat(request.body)
                .contains("; name=\"photo\"; filename=\"a.png\"")
                .contains("\r\n\r\nthe picture\r\n--");
    }

    @Test
    void anAlbumIsOneFormWithACaptionForEachFile(@TempDir Path directory) throws Exception {
        answers.add(new Answer(200, """
                {"ok":true,"result":[{"message_id":9,"date":1,"chat":{"id":5,"type":"private"}},
                                     {"message_id":10,"date":1,"chat":{"id":5,"type":"private"}}]}"""));
        var file = Files.writeString(directory.resolve("x"), "one");
        var first = FileUpload.of(5, "a.txt", new FileUpload.OnDisk(file, 3))
                .inThread(77)
                .withCaption("<b>one</b>", Optional.of("HTML"));
        var second = FileUpload.of(5, "b.txt", FileUpload.Content.of("two"));

        assertThat(get(api.upload(new AlbumUpload(List.of(first, second)))))
                .extracting(Message::getMessageId)
                .containsExactly(9, 10);
        var request = asked.take();
        assertThat(request.path).endsWith("/sendMediaGroup");
        assertThat(request.body)
                .contains(field("message_thread_id", "77"))
                .contains(field(
                        "media",
                        "[{\"type\":\"document\",\"media\":\"attach://file0\",\"caption\":\"<b>one</b>\",\"parse_mode\":\"HTML\"},"
                                + "{\"type\":\"document\",\"media\":\"attach://file1\"}]"))
                .contains("; name=\"file0\"; filename=\"a.txt\"")
                .contains("\r\n\r\none\r\n--")
                .contains("\r\n\r\ntwo\r\n--");
    }

    @Test
    void aFileThatIsGoneHasChangedOrIsALinkIsNotSent(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("x"), "the picture");
        var link = Files.createSymbolicLink(directory.resolve("link"), file);

        for (var content : List.of(
                new FileUpload.OnDisk(directory.resolve("none"), 11),
                new FileUpload.OnDisk(file, 10),
                new FileUpload.OnDisk(link, 11))) {
            assertThat(failure(api.upload(FileUpload.of(5, "a.png", content))))
                    .isInstanceOfSatisfying(
                            Failure.Refused.class,
                            refused -> assertThat(refused.isHere()).isTrue());
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aLargeFileIsNeverInMemoryAsAWhole(@TempDir Path directory) throws Exception {
        var size = 600_000_000L;
        var file = directory.resolve("large");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
        assertThat(Runtime.getRuntime().maxMemory()).isLessThan(size);
        var counted = new AtomicLong();
        server.createContext("/count", exchange -> {
            var buffer = new byte[1 << 16];
            for (var read = exchange.getRequestBody().read(buffer);
                    read >= 0;
                    read = exchange.getRequestBody().read(buffer)) {
                counted.addAndGet(read);
            }
            var body = SENT.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        var upload = FileUpload.of(5, "large", new FileUpload.OnDisk(file, size));

        assertThat(get(apiAt(root() + "/count").upload(upload)).getMessageId()).isEqualTo(9);
        assertThat(counted.get()).isBetween(size, size + 2_000);
    }

    @Test
    void aFileIsWrittenToTheDiskAndThePathWithTheTokenIsNotLogged(@TempDir Path directory) throws Exception {
        answers.add(new Answer(200, "ein Bär"));

        assertThat(get(api.download("photos/1.jpg", directory.resolve("a"), 100)))
                .isEqualTo(8);
        assertThat(directory.resolve("a")).hasContent("ein Bär");
        assertThat(asked.take().path).isEqualTo("/file/bot123456:" + SECRET + "/photos/1.jpg");
    }

    @Test
    void aFileThatIsRefusedOrTooLargeSaysSo(@TempDir Path directory) {
        answers.add(new Answer(404, """
                {"ok":false,"error_code":404,"description":"Not Found"}"""));
        assertThat(failure(api.download("photos/1.jpg", directory.resolve("a"), 100)))
                .isEqualTo(new Failure.Refused(404, "Not Found", OptionalLong.empty()));

        answers.add(new Answer(200, "x".repeat(101)));
        assertThat(failure(api.download("photos/1.jpg", directory.resolve("a"), 100)))
                .isInstanceOfSatisfying(
                        Failure.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(413));
    }

    @Test
    void aDownloadThatIsCancelledBeforeItsAnswerComesWritesNothing(@TempDir Path directory) {
        var response = new CompletableFuture<HttpResponse>();
        var over = new CompletableFuture<Done>();
        var body = Source.single(ByteString.fromString("late")).watchTermination((none, end) -> {
            end.whenComplete((done, failure) -> over.complete(Done.getInstance()));
            return none;
        });
        var download = HttpTelegramApi.inProcess(
                        KIT.system(), URI.create("http://local"), new BotToken("1:" + SECRET), request -> response)
                .download("photos/1.jpg", directory.resolve("a"), 100)
                .toCompletableFuture();

        assertThat(download.cancel(true)).isTrue();
        response.complete(HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.APPLICATION_OCTET_STREAM, body)));

        assertThat(over).succeedsWithin(Duration.ofSeconds(20));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDownloadThatFallsSilentFails(@TempDir Path directory) throws Exception {
        var over = new CompletableFuture<Void>();
        try (var rude = listen(socket -> {
            var half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
            socket.getOutputStream().write(half.getBytes(StandardCharsets.UTF_8));
            over.join();
        })) {
            var silent = apiAt("http://127.0.0.1:" + rude.getLocalPort(), SHORT);

            assertThat(failure(silent.download("photos/1.jpg", directory.resolve("a"), 100)))
                    .isInstanceOf(Failure.Unclear.class);
        } finally {
            over.complete(null);
        }
    }

    @Test
    void aMethodWithAFileIsNotSentAsJson() {
        var document = new SendDocument("5", new InputFile("id"));

        assertThatThrownBy(() -> get(api.execute(document))).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOddUpdateKeepsItsIdAndSinksNoOther() throws Exception {
        answers.add(new Answer(200, """
                        {"ok":true,"result":[
                          {"update_id":7,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"a"}},
                          {"update_id":8,"message":{"message_id":2,"date":1,"chat":{"id":5,"type":"private"},"text":{"x":1}}},
                          {"no_id":1},
                          {"update_id":9,"kind_of_tomorrow":{"x":1}},
                          {"update_id":10,"message":{"message_id":3,"date":1,"chat":{"id":5,"type":"private"},"text":"b"}}]}"""));
        Batch batch = get(api.getUpdates(GetUpdates.builder()
                .offset(7)
                .timeout(1)
                .allowedUpdate("message")
                .build()));

        assertThat(batch.updates()).extracting(TelegramApi.Received::updateId).containsExactly(7L, 8L, 9L, 10L);
        assertThat(batch.updates().get(0).update().orElseThrow().getMessage().getText())
                .isEqualTo("a");
        assertThat(batch.updates().get(1).update()).isEmpty();
        assertThat(batch.updates().get(3).update().orElseThrow().getMessage().getText())
                .isEqualTo("b");
        JsonNode request = asked.take().json();
        assertThat(request.path("offset").asInt()).isEqualTo(7);
        assertThat(request.path("allowed_updates").get(0).asText()).isEqualTo("message");
        assertThat(logged.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(message -> message.startsWith("Update 8 is not understood"));
    }

    @Test
    void aPollThatWaitsKeepsNoCallWaiting() {
        answers.add(new Answer(-1, ""));
        CompletionStage<Batch> poll =
                api.getUpdates(GetUpdates.builder().timeout(20).build());
        Awaitility.await().until(answers::isEmpty); // else a call may come first and be the one that waits
        var calls = new CompletableFuture<?>[100];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = api.execute(send()).toCompletableFuture();
        }

        assertThat(CompletableFuture.allOf(calls)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(poll.toCompletableFuture()).isNotDone();
    }

    @Test
    void aRefusalKeepsItsCodeTextAndNewChat() {
        answers.add(new Answer(400, """
                        {"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat",
                         "parameters":{"migrate_to_chat_id":-1001234567890}}"""));

        assertThat(failure(api.execute(send())))
                .isEqualTo(new Failure.Refused(
                        400,
                        "Bad Request: group chat was upgraded to a supergroup chat",
                        OptionalLong.of(-1001234567890L)));
    }

    @Test
    void a429SaysHowLongToWaitInItsBodyOrItsHeader() {
        answers.add(new Answer(429, """
                        {"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}"""));
        answers.add(new Answer(429, "<html>slow down</html>", Optional.of("12")));

        assertThat(failure(api.execute(send()))).isEqualTo(new Failure.TooManyRequests(Duration.ofSeconds(35)));
        assertThat(failure(api.execute(send()))).isEqualTo(new Failure.TooManyRequests(Duration.ofSeconds(12)));
    }

    @Test
    void aServerErrorIsToldApartFromATimeout() {
        answers.add(new Answer(
                500, "{\"ok\":false,\"error_code\":500,\"description\":\"Internal Server Error: restart\"}"));
        answers.add(new Answer(502, "<html>Bad Gateway</html>"));
        answers.add(new Answer(504, ""));

        for (int i = 0; i < 2; i++) {
            assertThat(failure(api.execute(send()))).isInstanceOf(Failure.Unavailable.class);
        }
        assertThat(failure(api.execute(send()))).as("a gateway's timeout").isInstanceOf(Failure.Unclear.class);
    }

    @Test
    void aBodyThatIsNoJsonIsUnclear() {
        answers.add(new Answer(200, "<html>Please log in to the hotel's network</html>"));
        answers.add(new Answer(200, "[]"));

        for (int i = 0; i < 2; i++) {
            assertThat(failure(api.execute(send()))).isInstanceOf(Failure.Unclear.class);
        }
    }

    @Test
    void aPollThatBringsNoListIsUnclear() {
        answers.add(new Answer(200, "{\"ok\":true}"));
        answers.add(new Answer(200, "{\"ok\":true,\"result\":{\"update_id\":1}}"));

        for (int i = 0; i < 2; i++) {
            assertThat(failure(api.getUpdates(GetUpdates.builder().timeout(1).build())))
                    .isInstanceOf(Failure.Unclear.class);
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsUnclear() {
        answers.add(new Answer(-1, ""));

        assertThat(failure(apiAt(root(), SHORT).execute(send()))).isInstanceOf(Failure.Unclear.class);
    }

    @Test
    void aPollThatHangsEndsSoonAfterItsTime() {
        answers.add(new Answer(-1, ""));

        assertThat(failure(apiAt(root(), SHORT)
                        .getUpdates(GetUpdates.builder().timeout(1).build())))
                .isInstanceOf(Failure.Unclear.class);
    }

    @Test
    void aConnectionResetAfterWritingIsUnclear() throws Exception {
        try (ServerSocket rude = listen(socket -> socket.setSoLinger(true, 0))) {
            assertThat(failure(apiAt("http://127.0.0.1:" + rude.getLocalPort()).execute(send())))
                    .isInstanceOf(Failure.Unclear.class);
        }
    }

    @Test
    void aConnectionThatIsRefusedIsUnreachableAndStaysSoQuickly() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        TelegramApi nobody = apiAt("http://127.0.0.1:" + port);

        for (int i = 0; i < 4; i++) {
            assertThat(failure(nobody.execute(send()))).isInstanceOf(Failure.Unreachable.class);
        }
    }

    @Test
    void aHostWithoutAddressIsUnreachable() {
        assertThat(failure(apiAt("http://telegram.invalid").execute(send()))).isInstanceOf(Failure.Unreachable.class);
    }

    @Test
    void aFailedTlsHandshakeIsUnreachable() throws Exception {
        byte[] handshakeFailure = {0x15, 3, 3, 0, 2, 2, 40};
        try (ServerSocket tls = listen(socket -> socket.getOutputStream().write(handshakeFailure))) {
            assertThat(failure(apiAt("https://127.0.0.1:" + tls.getLocalPort()).execute(send())))
                    .isInstanceOf(Failure.Unreachable.class);
        }
    }

    @Test
    void theTokenStandsInNoExceptionAndNoName() {
        answers.add(new Answer(
                404, "{\"ok\":false,\"error_code\":404,\"description\":\"no /bot123456:" + SECRET + "/x\"}"));
        answers.add(new Answer(500, "/bot123456:" + SECRET));
        answers.add(new Answer(-1, ""));

        for (int i = 0; i < 3; i++) {
            assertThat(printed(catchThrowable(() -> get(apiAt(root(), SHORT).execute(send())))))
                    .doesNotContain(SECRET);
        }
        assertThat(printed(catchThrowable(
                        () -> get(apiAt("http://telegram.invalid").execute(send())))))
                .doesNotContain(SECRET);
        assertThat(api.toString())
                .startsWith("HttpTelegramApi(http://127.0.0.1")
                .doesNotContain(SECRET);
        assertThat(apiAt("https://ada:pw@telegram.invalid"))
                .hasToString("HttpTelegramApi(https://[redacted]@telegram.invalid)");
    }

    @Test
    void requestsUnderWayAtShutdownDoNotLogTheToken() throws Exception {
        var other = ActorTestKit.create("other", ConfigFactory.parseString("pekko.loglevel = DEBUG"));
        answers.add(new Answer(-1, ""));
        CompletionStage<Message> call =
                new HttpTelegramApi(other.system(), URI.create(root()), TOKEN, SHORT).execute(send());
        asked.take();
        other.shutdownTestKit();

        assertThat(failure(call)).isInstanceOf(Failure.Unclear.class);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(message -> message.contains("POST /sendmessage"));
    }

    @Test
    void aRootThatIsNoHttpUriIsRejected() {
        assertThatThrownBy(() -> apiAt("ftp://example.org")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> apiAt("api.telegram.org")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMethodWithoutParametersIsAnEmptyObject() throws Exception {
        answers.add(new Answer(
                200,
                "{\"ok\":true,\"result\":{\"id\":1,\"is_bot\":true,\"first_name\":\"Bot\",\"username\":\"b_bot\"}}"));

        assertThat(get(api.execute(new GetMe())).getUserName()).isEqualTo("b_bot");
        assertThat(asked.take().json().isObject()).isTrue();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Length")),
                body));
        Answer answer = Optional.ofNullable(answers.poll()).orElse(new Answer(200, SENT));
        if (answer.status > 0) {
            byte[] text = answer.body.getBytes(StandardCharsets.UTF_8);
            answer.retryAfter.ifPresent(seconds -> exchange.getResponseHeaders().set("Retry-After", seconds));
            exchange.sendResponseHeaders(answer.status, text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        }
    }

    private interface Rudeness {
        void treat(Socket socket) throws IOException;
    }

    /** A server that reads a little, does something, and closes. */
    private ServerSocket listen(Rudeness rudeness) throws IOException {
        var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            try (Socket socket = listening.accept()) {
                assertThat(socket.getInputStream().read(new byte[20])).isPositive();
                rudeness.treat(socket);
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        });
        return listening;
    }

    private String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static TelegramApi apiAt(String root) {
        return apiAt(root, HttpTelegramApi.Timeouts.STANDARD);
    }

    private static TelegramApi apiAt(String root, HttpTelegramApi.Timeouts timeouts) {
        return new HttpTelegramApi(KIT.system(), URI.create(root), TOKEN, timeouts);
    }

    private static SendMessage send() {
        return new SendMessage("5", "hi");
    }

    private static String field(String name, String value) {
        return "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n--";
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static Failure failure(CompletionStage<?> stage) {
        Throwable thrown = catchThrowable(() -> get(stage));
        assertThat(thrown).isInstanceOf(CompletionException.class).hasCauseInstanceOf(TelegramException.class);
        return TelegramException.failureOf(thrown);
    }

    private static String printed(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
