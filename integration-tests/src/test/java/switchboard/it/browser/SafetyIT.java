package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.it.anthropic.Script;
import switchboard.it.journey.BotProcess;
import switchboard.process.ProcessMark;

/** Who reaches the pages has a shell: nobody does but the person with the key. */
class SafetyIT extends BrowserJourney {

    private static final Path WEB = Path.of("../bot-telegram/src/main/resources/switchboard/web");
    private static final String GUESS = "7000000002:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static final Map<String, String> HANDSHAKE = Map.of(
            "Upgrade", "websocket",
            "Connection", "Upgrade",
            "Sec-WebSocket-Version", "13",
            "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

    @Override
    Map<String, String> settings() throws IOException {
        var settings = super.settings();
        settings.put("HTTP_PORT", String.valueOf(PagesBot.freePort()));
        return settings;
    }

    /** All that the server serves, as method and path. */
    private static List<String> routes() throws IOException {
        var routes = new ArrayList<>(List.of(
                "GET /",
                "GET /board",
                "GET /nothing",
                "POST /api/chats",
                "POST /api/chats/1",
                "POST /api/chats/1/topics",
                "GET /api/chats/1/messages",
                "POST /api/chats/1/messages",
                "PUT /api/chats/1/messages/1",
                "POST /api/uploads",
                "POST /api/chats/1/presses",
                "POST /api/chats/1/drafts/stop",
                "POST /api/chats/1/read",
                "GET /api/files/1",
                "POST /api/board/1/stop",
                "POST /api/board/1/rename",
                "POST /bot" + GUESS + "/getMe",
                "POST /bot" + GUESS + "/answerCallbackQuery",
                "GET /bot" + GUESS + "/getUpdates",
                "GET /file/bot" + GUESS + "/documents/1",
                "GET /?key=" + "A".repeat(32),
                "GET /board?key="));
        try (var files = Files.list(WEB)) {
            files.map(file -> "GET /assets/" + file.getFileName()).forEach(routes::add);
        }
        return routes;
    }

    private RawHttp http() {
        return new RawHttp(bot.port());
    }

    private Map<String, String> withKey(Map<String, String> others) {
        var headers = new HashMap<>(others);
        headers.put("Cookie", cookie());
        headers.put("X-Switchboard-Key", bot.key());
        return headers;
    }

    private String cookie() {
        var cookie = tab.context().cookies().getFirst();
        return cookie.name + "=" + cookie.value;
    }

    private void assertEachRouteAnswers(int status, Map<String, String> headers) throws IOException {
        for (var route : routes()) {
            var parts = route.split(" ", 2);
            var answer = http().send(parts[0], parts[1], headers);
            assertThat(answer.status()).as(route).isEqualTo(status);
            assertThat(answer.whole())
                    .as(route)
                    .doesNotContainIgnoringCase("set-cookie")
                    .doesNotContain(bot.key());
        }
        var handshake = new HashMap<>(HANDSHAKE);
        handshake.putAll(headers);
        assertThat(http().send("GET", "/socket", handshake).status())
                .as("the socket")
                .isEqualTo(status);
    }

    @Test
    void withoutTheKeyEveryRouteIsRefused() throws IOException {
        assertEachRouteAnswers(401, Map.of());
        assertEachRouteAnswers(401, Map.of("Cookie", "switchboard-" + bot.port() + "=" + "A".repeat(43)));
        assertEachRouteAnswers(401, Map.of("Cookie", "switchboard-" + bot.port() + "=" + bot.key()));
    }

    @Test
    void whatAnotherSiteAsksForIsRefusedEvenWithTheKey() throws IOException {
        assertEachRouteAnswers(403, withKey(Map.of("Origin", "https://example.org")));
        assertEachRouteAnswers(403, withKey(Map.of("Origin", "http://localhost:1")));
        assertEachRouteAnswers(403, withKey(Map.of("Origin", "null")));
    }

    @Test
    void aForeignNameThatPointsToThisMachineIsRefusedEvenWithTheKey() throws IOException {
        assertEachRouteAnswers(403, withKey(Map.of("Host", "rebound.example.org:" + bot.port())));
        assertEachRouteAnswers(403, withKey(Map.of("Host", "localhost")));
    }

    @Test
    void withTheKeyTheSameRoutesAreThere() throws IOException {
        for (var route : List.of("GET /", "GET /board", "GET /assets/client.js")) {
            var answer = http().send("GET", route.substring("GET ".length()), withKey(Map.of()));
            assertThat(answer.status()).as(route).isEqualTo(200);
            assertThat(answer.whole()).as(route).doesNotContain(bot.key());
        }
        var handshake = new HashMap<>(withKey(HANDSHAKE));
        handshake.put("Sec-WebSocket-Protocol", "switchboard");
        assertThat(http().send("GET", "/socket", handshake).status()).isEqualTo(101);
    }

    /** Browsers send a cookie of localhost to each of its ports: whatever Claude has started there gets it. */
    @Test
    void whatAServerOnAnotherPortOfThisMachineIsSentOpensNoChat() throws IOException {
        client.startsAChat("Private").says("hello");
        assertThat(client.answer("You said: hello")).isVisible();
        var seen = new LinkedBlockingQueue<String>();
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            seen.add(exchange.getRequestHeaders().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        other.start();
        try {
            tab.page()
                    .evaluate(
                            "address => window.open(address)",
                            "http://localhost:" + other.getAddress().getPort());

            var sent = Awaitility.await().until(seen::poll, Objects::nonNull);
            assertThat(sent).contains(cookie()).doesNotContain(bot.key());
        } finally {
            other.stop(0);
        }
        for (var route : List.of("GET /api/chats/1/messages", "POST /api/chats/1/presses", "POST /api/board/1/stop")) {
            var parts = route.split(" ", 2);
            assertThat(http().send(parts[0], parts[1], Map.of("Cookie", cookie()))
                            .status())
                    .as(route)
                    .isEqualTo(401);
        }
        var handshake = new HashMap<>(HANDSHAKE);
        handshake.put("Cookie", cookie());
        handshake.put("Sec-WebSocket-Protocol", "switchboard");
        assertThat(http().send("GET", "/socket", handshake).status()).isEqualTo(401);
    }

    /** Cookies do not know ports, so that page's requests carry ours. */
    @Test
    void anotherPageInTheSameBrowserReachesNothing() {
        var other = tab.context().newPage();
        other.navigate("http://localhost:" + claude.root().getPort());

        var got = other.evaluate("""
                async address => {
                  const ask = (path, options) => fetch(address + path, options).then(answer => answer.status, () => "refused");
                  const socket = new WebSocket(address.replace("http", "ws") + "/socket");
                  const opened = await new Promise(done => { socket.onopen = () => done("open"); socket.onerror = () => done("refused"); });
                  return [
                    await ask("/api/chats", { method: "POST", credentials: "include", body: '{"title":"forged"}' }),
                    await ask("/api/chats/1/messages", { credentials: "include" }),
                    opened,
                  ];
                }""", bot.at(""));

        assertThat(got).isEqualTo(List.of("refused", "refused", "refused"));
        assertThat(client.entry("forged")).hasCount(0);
        tab.expectComplaint("403");
    }

    @Test
    void theKeyStandsInNoLogNoProcessAndNoPage() throws IOException {
        client.startsAChat("Secrets").says("hello");
        assertThat(client.answer("You said: hello")).isVisible();

        assertThat(ProcessMark.carrying(mark())).as("the bot's claude").isNotEmpty();
        assertStandsInNoProcess(bot.key());
        assertThat(bot.log()).doesNotContain(bot.key()).contains("?key=KEY");
        assertThat(tab.page().content()).doesNotContain(bot.key());
        assertThat(String.valueOf(tab.page().evaluate("location.href + document.cookie")))
                .doesNotContain(bot.key());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(sessions().resolve("http-token"))))
                .isEqualTo("rw-------");
    }

    private static void assertStandsInNoProcess(String secret) throws IOException {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                for (var what : List.of("cmdline", "environ")) {
                    assertThat(read(process.resolve(what)))
                            .as("%s of %s", what, process)
                            .doesNotContain(secret);
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException ended) {
            return ""; // Processes come and go.
        }
    }

    @Test
    void aKeyThatIsSetGoesNoFurtherThanTheLauncher() throws Exception {
        var settings = settings();
        settings.put("SESSION_DIR", dir.resolve("other-sessions").toString());
        settings.put("HTTP_TOKEN", "a-key-that-somebody-has-chosen");
        try (var other = PagesBot.start(Files.createDirectories(dir.resolve("other")), settings)) {
            tab.page().navigate(other.opening());
            assertThat(client.button("New chat")
                            .or(client.button("Start a chat"))
                            .first())
                    .isVisible();
            client.startsAChat("Chosen").says("hello");
            assertThat(client.answer("You said: hello")).isVisible();

            assertStandsInNoProcess(settings.get("HTTP_TOKEN"));
            assertThat(other.log()).doesNotContain(settings.get("HTTP_TOKEN"));
            assertThat(dir.resolve("other-sessions/local/http-token")).doesNotExist();
        }
    }

    @Test
    void onlyThisMachineIsListenedTo() throws IOException {
        var listening = Sockets.listening(bot.pid());

        assertThat(listening).anyMatch(address -> address.endsWith(":" + bot.port()));
        assertThat(listening).allMatch(address -> address.startsWith("127.0.0.1:") || address.startsWith("[::1]:"));
    }

    @Test
    void claudeCannotPressItsOwnButtons() throws IOException {
        var ask = "curl -s -o /dev/null -w '%{http_code} ' ";
        var root = "http://localhost:" + bot.port();
        claude.when(
                "try it",
                Script.call(
                                "Bash",
                                Map.of(
                                        "command",
                                        Stream.of(
                                                        ask + root + "/",
                                                        ask + "-X POST -d '{}' " + root + "/api/chats/1/presses",
                                                        ask + "-X POST -d '{}' " + root + "/bot" + GUESS
                                                                + "/getUpdates")
                                                .reduce((one, two) -> one + "; " + two)
                                                .map(commands -> "(" + commands + ") > tried")
                                                .orElseThrow(),
                                        "description",
                                        "knock"))
                        .thenSay("I have tried."));
        client.startsAChat("Knocking").says("try it");
        Client.key(client.answer("curl"), "Allow").click();

        assertThat(client.answer("I have tried.")).isVisible();
        assertThat(work().resolve("tried")).hasContent("401 401 401 ");
    }

    @Test
    void claudesOwnToolsDoNotReadTheKey() {
        claude.when(
                "read the key",
                Script.call(
                                "Read",
                                Map.of(
                                        "file_path",
                                        sessions().resolve("http-token").toString()))
                        .thenSay("I have looked."));
        client.startsAChat("Reading").says("read the key");

        assertThat(client.answer("I have looked.")).isVisible();
        assertThat(claude.requests()).noneMatch(request -> request.mentions(bot.key()));
    }

    @ParameterizedTest
    @CsvSource({
        "TELEGRAM_ALLOWED_USERS, 111",
        "TELEGRAM_API_ROOT, http://127.0.0.1:1",
    })
    void aSettingOfTelegramsWithoutATokenIsRefused(String name, String value) throws Exception {
        var settings = settings();
        settings.put("SESSION_DIR", dir.resolve("sessions-of-" + name).toString());
        settings.put(name, value);

        assertThat(refused(settings))
                .contains(name + " is set, but TELEGRAM_BOT_TOKEN is not: get a token from @BotFather");
    }

    @Test
    void aPortThatIsTakenIsSaidInOneSentence() throws Exception {
        var settings = settings();
        settings.put("SESSION_DIR", dir.resolve("sessions-of-another").toString());
        settings.put("HTTP_PORT", String.valueOf(bot.port()));

        assertThat(refused(settings))
                .isEqualTo("switchboard: Port " + bot.port()
                        + " is taken by another program: stop it, or set HTTP_PORT to another port.");
    }

    /** Starts another bot, which must end by itself with one sentence; returns that. */
    private String refused(Map<String, String> settings) throws Exception {
        var log = Files.createTempFile(dir, "refused", ".log");
        var other = BotProcess.start(dir, settings, log.toFile());
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(log);
        assertThat(other.exitValue()).as(said).isEqualTo(1);
        assertThat(said).doesNotContain("Exception", "\tat ");
        return said.lines()
                .filter(line -> line.startsWith("switchboard: "))
                .findFirst()
                .orElseThrow();
    }
}
