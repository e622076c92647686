package switchboard.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.http.javadsl.server.Directives;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import switchboard.Engine;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Secrets;
import switchboard.model.Session;

/** The server over real HTTP, with the board behind it. */
class WebServerTest {

    private static final ActorTestKit KIT = ActorTestKit.create("WebServerTest");
    private static final AccessKey KEY = AccessKey.random();
    private static final ChatId CHAT = new ChatId(7, 0);
    private static final int PATIENCE_SECONDS = 60;

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebServer server = WebServer.bind(KIT.system(), 0, KEY, Duration.ofSeconds(2));
    private final TestProbe<Engine.Command> engine = KIT.createTestProbe(Engine.Command.class);

    @AfterEach
    void stop() {
        server.stop().toCompletableFuture().join();
        http.shutdownNow();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void beforeThereIsSomethingToServeItSaysSo() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(503);
    }

    @Test
    void aPortThatIsTakenIsToldInOneSentenceWithTheFix() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = other.getLocalPort();
            assertThatThrownBy(() -> WebServer.bind(KIT.system(), port, KEY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Port " + port
                            + " is taken by another program: stop it, or set HTTP_PORT to another port.");
        }
    }

    @Test
    void withoutTheCookieNoRouteAnswers() throws Exception {
        serveBoard(Optional.empty());

        for (var path : List.of("/", "/board", "/assets/board.js", "/api/board/7/stop", "/nothing")) {
            assertThat(send(HttpRequest.newBuilder(at(path))).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    @Test
    void elevenHundredHalfOpenConnectionsKeepNobodyOut() throws Exception {
        serveBoard(Optional.empty());
        var cookie = cookie();
        var halfOpen = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 1_100; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                halfOpen.add(socket);
                socket.getOutputStream().write("GET /board HTTP/1.1\r\nHost: loc".getBytes(UTF_8));
            }

            assertThat(raw("GET /board HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nCookie: " + cookie
                            + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
            assertThat(isClosed(halfOpen.getFirst())).isTrue(); // it had to make room
            assertThat(isClosed(halfOpen.getLast())).isTrue(); // its time is up
        } finally {
            for (var socket : halfOpen) {
                socket.close();
            }
        }
    }

    @Test
    void aConnectionWhoseFirstRequestIsRefusedIsClosed() throws Exception {
        serveBoard(Optional.empty());

        assertThat(raw("GET /board HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void aConnectionThatHasShownTheKeyMayBeSilentLongerThanThat() throws Exception {
        serveBoard(Optional.empty());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            var request =
                    "GET /board HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nCookie: " + cookie() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.setSoTimeout(3_000); // the first request had 2 s
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void aReboundHostIsRefused() throws Exception {
        serveBoard(Optional.empty());

        assertThat(raw("GET /board HTTP/1.1\r\nHost: evil.example\r\nCookie: " + cookie()
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void whatCannotBeReadStandsInNoLog() throws Exception {
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(logged);
        try {
            assertThat(raw("GET /?key=" + KEY.value() + "%zz HTTP/1.1\r\nHost: localhost:" + server.port()
                            + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
        } finally {
            root.detachAppender(logged);
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains(KEY.value()));
    }

    @Test
    void withoutChatsInTheBrowserTheFrontPageIsTheBoard() throws Exception {
        serveBoard(Optional.empty());

        var answer = get("/");

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location")).hasValue("/board");
    }

    @Test
    void anAddressWithNothingBehindItIsNotFound() throws Exception {
        serveBoard(Optional.empty());

        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/assets/nothing.js").statusCode()).isEqualTo(404);
        assertThat(get("/assets/..%2f..%2fswitchboard%2fapp%2fMain.class").statusCode())
                .isEqualTo(404);
    }

    @Test
    void anOpenPageIsToldOfTheBoardAndOfWhatTheHostAdds() throws Exception {
        var pages = new LinkedBlockingQueue<Consumer<JsonNode>>();
        serveBoard(Optional.of(new ExtraRoutes(Directives.reject(), page -> {
            page.accept(frame("hello"));
            pages.add(page);
            return () -> pages.remove(page);
        })));

        var told = open("http://localhost:" + server.port());
        look();

        assertThat(List.of(next(told), next(told)))
                .anyMatch(frame -> frame.contains("\"type\":\"hello\""))
                .anyMatch(frame -> frame.contains("\"type\":\"board\"") && frame.contains("\"id\":\"7\""));
        pages.element().accept(frame("message"));
        assertThat(next(told)).contains("\"type\":\"message\"");
        pages.element().accept(frame("a-secret-title"));
        assertThat(next(told)).isEqualTo("{\"type\":\"[redacted]\"}");
    }

    @Test
    void aPageOfAnotherOriginGetsNoSocket() {
        serveBoard(Optional.empty());

        assertThatThrownBy(() -> open("http://localhost:3000"))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void stopAndRenameGoToTheSession() throws Exception {
        serveBoard(Optional.empty());

        var stopped = post("/api/board/7/stop", "");
        look();
        assertThat(invoked()).isEqualTo("stop ");
        assertThat(stopped.get().statusCode()).isEqualTo(204);

        var renamed = post("/api/board/7/rename", "{\"title\": \" Front end \"}");
        look();
        assertThat(invoked()).isEqualTo("title Front end");
        assertThat(renamed.get().statusCode()).isEqualTo(204);
    }

    @Test
    void whatIsNotOnTheBoardIsNotSpokenTo() throws Exception {
        serveBoard(Optional.empty());

        var answer = post("/api/board/8/stop", "");
        look();

        assertThat(answer.get().statusCode()).isEqualTo(404);
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void badInputIsToldInOneSentence() throws Exception {
        serveBoard(Optional.empty());

        assertThat(post("/api/board/7/rename", "{\"title\": \"\"}").get().body())
                .contains("A title has 1 to 128 characters");
        assertThat(post("/api/board/7/rename", "title").get().body()).contains("This is not JSON");
        assertThat(post("/api/board/7/rename", "{\"title\": \"a\\nb\"}").get().statusCode())
                .isEqualTo(400);
    }

    private void serveBoard(Optional<ExtraRoutes> extra) {
        var feed = KIT.<BoardFeed.Command>spawn(
                BoardFeed.create(engine.ref(), new BoardFeed.Setup(3, "default", chat -> null, Clock.systemUTC())));
        server.serve(() -> new WebRoutes(
                        feed, new BoardRoutes(KIT.system(), engine.ref()), extra, Secrets.of(List.of("a-secret-title")))
                .routes());
    }

    private static JsonNode frame(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private void look() {
        var asked = engine.expectMessageClass(Engine.Look.class);
        var now = Instant.EPOCH;
        var state = ChatState.of(CHAT, Session.fresh(Path.of("/srv"), null, now));
        asked.replyTo().tell(new Board.View(List.of(ChatSummary.of(state, Activity.IDLE))));
    }

    private String invoked() {
        var deliver = engine.expectMessageClass(Engine.Deliver.class);
        assertThat(deliver.chat()).isEqualTo(CHAT);
        var invoke = (ChatProtocol.Invoke) deliver.command();
        invoke.replyTo().tell(new ChatProtocol.Accepted());
        return invoke.name() + " " + invoke.argument();
    }

    private BlockingQueue<String> open(String origin) throws Exception {
        var told = new LinkedBlockingQueue<String>();
        http.newWebSocketBuilder()
                .header("Cookie", cookie())
                .header("Origin", origin)
                .subprotocols("switchboard", "key." + KEY.value())
                .buildAsync(URI.create("ws://localhost:" + server.port() + "/socket"), new Listener(told))
                .get();
        return told;
    }

    private record Listener(BlockingQueue<String> told) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            told.add(data.toString());
            socket.request(1);
            return null;
        }
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        var frame = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(frame).isNotNull();
        return frame;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(
                HttpRequest.newBuilder(at(path)).header("Cookie", cookie()).header("X-Switchboard-Key", KEY.value()));
    }

    private CompletableFuture<HttpResponse<String>> post(String path, String body) {
        return http.sendAsync(
                HttpRequest.newBuilder(at(path))
                        .header("Cookie", cookie())
                        .header("X-Switchboard-Key", KEY.value())
                        .header("Origin", server.address().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private String cookie() {
        return "switchboard-" + server.port() + "=" + KEY.ofCookie().value();
    }

    private URI at(String path) {
        return server.address().resolve(path);
    }
}
