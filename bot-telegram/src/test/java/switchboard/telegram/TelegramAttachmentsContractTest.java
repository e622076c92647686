package switchboard.telegram;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import switchboard.files.Attachments;
import switchboard.files.AttachmentsContract;
import switchboard.model.ChatId;
import switchboard.model.Content.Attachment;
import switchboard.telegram.api.BotToken;
import switchboard.telegram.api.HttpTelegramApi;

/** Telegram's files keep what every host's keep. */
class TelegramAttachmentsContractTest extends AttachmentsContract {

    private static final HttpTelegramApi.Timeouts LIMITS = HttpTelegramApi.Timeouts.STANDARD;
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final String GONE = "gone";
    private static final String DOWN = "down";

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final AtomicBoolean fails = new AtomicBoolean();
    private final AtomicBoolean hangs = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
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
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Override
    protected Attachments attachments() {
        var root = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new TelegramAttachments(
                new HttpTelegramApi(KIT.system(), root, new BotToken("1:AAF-very_secret"), LIMITS), root);
    }

    @Override
    protected Attachment sent(ChatId chat, byte[] content) {
        var id = "file" + contents.size();
        contents.put(id, content);
        return file(id, content.length);
    }

    @Override
    protected Attachment gone() {
        return file(GONE, 1);
    }

    @Override
    protected Optional<Attachment> unavailable() {
        return Optional.of(file(DOWN, 1));
    }

    @Override
    protected Optional<Attachment> refused() {
        return Optional.of(file("large", 3_000L << 20));
    }

    @Override
    protected void failNext() {
        fails.set(true);
    }

    @Override
    protected void hangNext() {
        hangs.set(true);
    }

    private static Attachment file(String id, long size) {
        return new Attachment(id + ":" + id, Attachment.Kind.FILE, "a.bin", null, size);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.startsWith("/file/")) {
            handOut(exchange, Objects.requireNonNull(contents.get(path.substring(path.lastIndexOf('/') + 1))));
        } else if (body.contains(GONE)) {
            send(exchange, 400, refusal("Bad Request: invalid file_id"));
        } else if (body.contains(DOWN)) {
            send(exchange, 400, refusal("Bad Request: wrong file_id or the file is temporarily unavailable"));
        } else {
            var id = body.replaceAll("(?s).*\"file_id\":\"(\\w+)\".*", "$1");
            send(
                    exchange,
                    200,
                    "{\"ok\":true,\"result\":{\"file_id\":\"f\",\"file_unique_id\":\"u\",\"file_path\":\"a/" + id
                            + "\"}}");
        }
    }

    private void handOut(HttpExchange exchange, byte[] content) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            if (hangs.get()) {
                over.await();
            }
            if (content.length > 0) {
                exchange.getResponseBody()
                        .write(content, 0, fails.getAndSet(false) ? content.length / 2 : content.length);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String refusal(String description) {
        return "{\"ok\":false,\"error_code\":400,\"description\":\"" + description + "\"}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
