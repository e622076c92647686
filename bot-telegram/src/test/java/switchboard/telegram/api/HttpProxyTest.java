package switchboard.telegram.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;

/** Which proxy is used, and a real one on loopback. */
class HttpProxyTest {

    private static final ActorTestKit KIT = ActorTestKit.create("HttpProxyTest");
    private static final URI TELEGRAM = URI.create("https://api.telegram.org");
    private static final HttpTelegramApi.Timeouts SHORT = new HttpTelegramApi.Timeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** They end by exceptions, once their sockets are closed. */
    private final Queue<Future<?>> tunnels = new ConcurrentLinkedQueue<>();

    private final BlockingQueue<List<String>> asked = new LinkedBlockingQueue<>();
    private HttpServer server;
    private ServerSocket proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body =
                    exchange.getRequestURI().getPath().toLowerCase(Locale.ROOT).endsWith("/getme")
                            ? "{\"ok\":true,\"result\":{\"id\":7,\"is_bot\":true,\"first_name\":\"Bot\"}}"
                            : "{\"ok\":true,\"result\":[]}";
            exchange.sendResponseHeaders(200, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        proxy.close();
        threads.shutdownNow();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void callsAndPollsGoThroughTheProxyWithItsPassword() throws Exception {
        answers("HTTP/1.1 200 Connection established\r\n\r\n");
        var api = api("http://ada:p%40ss@localhost:" + proxy.getLocalPort());

        assertThat(api.execute(new GetMe())
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS)
                        .getFirstName())
                .isEqualTo("Bot");
        assertThat(asked.poll(60, TimeUnit.SECONDS))
                .contains("CONNECT 127.0.0.1:" + server.getAddress().getPort() + " HTTP/1.1")
                .anyMatch(line -> line.equalsIgnoreCase("Proxy-Authorization: Basic YWRhOnBAc3M="));
        assertThat(api.getUpdates(GetUpdates.builder().timeout(1).build())
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS)
                        .updates())
                .isEmpty();
        assertThat(asked.poll(60, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "407 Proxy Authentication Required",
                "502 Bad Gateway",
                "200 OK, but what follows is no tunnel: <html>Log in</html>"
            })
    void aProxyThatDoesNotConnectIsToldAsWhatItIs(String status) throws Exception {
        var isPage = status.startsWith("200");
        answers(
                isPage
                        ? "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 19\r\n\r\n<html>Log in</html>"
                        : "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
        var failed = api("http://localhost:" + proxy.getLocalPort())
                .execute(new GetMe())
                .handle((me, failure) -> TelegramException.failureOf(failure))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        if (!isPage) {
            assertThat(failed).isInstanceOf(Failure.Unreachable.class);
            assertThat(Diagnosis.of(failed))
                    .startsWith("The proxy does not connect to Telegram")
                    .contains(status.substring(0, 3));
        }
        assertThat(Diagnosis.of(failed)).isNotBlank();
    }

    @Test
    void aProxyThatIsNotThereLeavesTelegramUnreachable() throws Exception {
        proxy.close();
        var failed = api("localhost:" + proxy.getLocalPort())
                .execute(new GetMe())
                .handle((me, failure) -> TelegramException.failureOf(failure))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        assertThat(failed).isInstanceOf(Failure.Unreachable.class);
        assertThat(Diagnosis.of(failed)).startsWith("Telegram cannot be reached");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTPS_PROXY=http://a:1                     | a:1",
                "https_proxy=http://a:1 HTTPS_PROXY=http://b | a:1",
                "HTTP_PROXY=http://a:1                      | a:1",
                "HTTPS_PROXY=proxy.corp                     | proxy.corp:80",
                "HTTPS_PROXY=http://ada:secret@proxy.corp:1 | proxy.corp:1",
                "HTTPS_PROXY=http://a:1 NO_PROXY=*           | -",
                "HTTPS_PROXY=http://a:1 NO_PROXY=telegram.org | -",
                "HTTPS_PROXY=http://a:1 NO_PROXY=.telegram.org | -",
                "HTTPS_PROXY=http://a:1 no_proxy=x,API.Telegram.org:443 | -",
                "HTTPS_PROXY=http://a:1 NO_PROXY=api.telegram.org:8443 | a:1",
                "HTTPS_PROXY=http://a:1 NO_PROXY=gram.org     | a:1",
                "NO_PROXY=*                                  | -"
            })
    void theVariablesSayWhichProxy(String variables, String proxy) {
        assertThat(HttpProxy.of(TELEGRAM, environment(variables))
                        .map(HttpProxy::toString)
                        .orElse("-"))
                .isEqualTo(proxy);
    }

    @Test
    void aServerOnThisMachineIsReachedDirectly() {
        for (var root : List.of("http://localhost:8081", "http://127.0.0.1:8081", "https://[::1]:8081")) {
            assertThat(HttpProxy.of(URI.create(root), environment("HTTPS_PROXY=http://a:1 HTTP_PROXY=http://a:1")))
                    .as(root)
                    .isEmpty();
        }
        assertThat(HttpProxy.of(URI.create("http://bots.example"), environment("HTTPS_PROXY=http://a:1")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://a:1", "https://a:1", "http://", "http://a b", "http://ada:secret@:1"})
    void anAddressThatCannotBeUsedIsToldInOneSentenceWithoutThePassword(String address) {
        assertThatThrownBy(() ->
                        HttpProxy.of(TELEGRAM, name -> Optional.of(address).filter(each -> name.equals("HTTPS_PROXY"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("HTTPS_PROXY must be the address of an HTTP proxy")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    private HttpTelegramApi api(String address) {
        var root = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var proxy = HttpProxy.of(TELEGRAM, environment("HTTPS_PROXY=" + address));
        return new HttpTelegramApi(KIT.system(), root, new BotToken("7:very-secret"), SHORT, proxy);
    }

    private static Function<String, Optional<String>> environment(String variables) {
        var all = new HashMap<String, String>();
        for (var each : variables.strip().split(" +", -1)) {
            var parts = each.split("=", 2);
            all.put(parts[0], parts[1]);
        }
        return name -> Optional.ofNullable(all.get(name));
    }

    /** Answers each CONNECT so, and then is the tunnel, if it is one. */
    private void answers(String answer) {
        tunnels.add(threads.submit(() -> {
            while (true) {
                var client = proxy.accept();
                tunnels.add(threads.submit(() -> tunnel(client, answer)));
            }
        }));
    }

    private Void tunnel(Socket client, String answer) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
        var head = new ArrayList<String>();
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.add(line);
        }
        asked.add(head);
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        if (!answer.contains("established")) {
            client.close();
            return null;
        }
        var there =
                new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
        tunnels.add(threads.submit(() -> client.getInputStream().transferTo(there.getOutputStream())));
        there.getInputStream().transferTo(client.getOutputStream());
        return null;
    }
}
