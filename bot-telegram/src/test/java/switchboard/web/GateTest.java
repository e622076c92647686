package switchboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    private static final int PORT = 8585;
    private static final AccessKey KEY = AccessKey.random();

    private final Gate gate = new Gate(KEY);

    @Test
    void whoeverHoldsCookieAndKeyIsLetIn() {
        assertThat(gate.stop(ours("/board"), PORT)).isEmpty();
        assertThat(gate.stop(ours("/api/chats"), PORT)).isEmpty();
    }

    /** A browser sends it to whatever listens on any port of localhost, a server that Claude has started among them. */
    @Test
    void theCookieAloneShowsNoChatAndPressesNoButton() {
        for (var path : List.of("/socket", "/api/chats", "/api/chats/1/presses", "/api/board/1/stop", "/api/key")) {
            assertThat(status(request(path).addHeader(cookie()))).as(path).isEqualTo(401);
        }
        assertThat(gate.stop(request("/assets/client.js").addHeader(cookie()), PORT))
                .isEmpty();
        assertThat(cookie().toString()).doesNotContain(KEY.value());
    }

    @Test
    void theKeyWithoutTheCookieIsNotEnough() {
        assertThat(status(request("/api/chats").addHeader(RawHeader.create("X-Switchboard-Key", KEY.value()))))
                .isEqualTo(401);
    }

    @Test
    void aSocketNamesTheKeyAmongItsProtocols() {
        var socket = request("/socket").addHeader(cookie());

        assertThat(gate.stop(socket.addHeader(protocol("switchboard, key." + KEY.value())), PORT))
                .isEmpty();
        assertThat(status(socket.addHeader(protocol("switchboard, key.wrong")))).isEqualTo(401);
        assertThat(status(socket.addHeader(protocol("switchboard")))).isEqualTo(401);
    }

    @Test
    void onHttpsOwnPortTheHostStandsAlone() {
        var request = HttpRequest.create("/board")
                .addHeader(RawHeader.create("Host", "localhost"))
                .addHeader(Cookie.create("switchboard-80", KEY.ofCookie().value()));

        assertThat(gate.stop(request, 80)).isEmpty();
        assertThat(gate.stop(request.addHeader(RawHeader.create("Origin", "http://localhost")), 80))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/board", "/socket", "/assets/client.js", "/api/chats", "/no-such-thing"})
    void withoutTheKeyThereIsNothingToBeSeen(String path) {
        var answer = stopped(request(path));

        assertThat(answer.status().intValue()).isEqualTo(401);
        assertThat(text(answer)).contains("open the address that Switchboard printed");
    }

    @Test
    void aWrongKeyIsNoKey() {
        var wrong = AccessKey.random().value();

        assertThat(status(request("/?key=" + wrong))).isEqualTo(401);
        assertThat(status(request("/").addHeader(Cookie.create("switchboard-8585", wrong))))
                .isEqualTo(401);
        assertThat(status(request("/").addHeader(Cookie.create("switchboard-8585", KEY.value()))))
                .isEqualTo(401);
    }

    @Test
    void theKeyInTheAddressBecomesACookieThatNoScriptReadsAndNoOtherSiteSends() {
        var answer = stopped(request("/?key=" + KEY.value()));

        assertThat(answer.status().intValue()).isEqualTo(200);
        assertThat(header(answer, "Set-Cookie"))
                .startsWith("switchboard-8585=" + KEY.ofCookie().value() + ";")
                .contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(text(answer)).contains("/assets/enter.js").doesNotContain(KEY.value());
        assertThat(stopped(ours("/board?key=" + KEY.value())).status().intValue())
                .as("also where the cookie is there already")
                .isEqualTo(200);
    }

    @Test
    void theCookieOfAnotherSwitchboardOnThisMachineIsNotOurs() {
        assertThat(status(request("/")
                        .addHeader(
                                Cookie.create("switchboard-8586", KEY.ofCookie().value()))))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8585",
                "localhost.evil.example:8585",
                "localhost",
                "localhost:80",
                "192.168.0.7:8585",
                ""
            })
    void aNameThatWasBoundToLoopbackFromOutsideIsRefused(String host) {
        var request = HttpRequest.create("/")
                .addHeader(RawHeader.create("Host", host))
                .addHeader(cookie());

        assertThat(status(request)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8585", "127.0.0.1:8585", "[::1]:8585", "LOCALHOST:8585"})
    void allNamesOfThisVeryPortAreOurs(String host) {
        var request = HttpRequest.create("/")
                .addHeader(RawHeader.create("Host", host))
                .addHeader(cookie());

        assertThat(gate.stop(request, PORT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost:3000",
                "https://localhost:8585",
                "http://evil.example:8585"
            })
    void anotherOriginIsRefusedEvenWithTheCookie(String origin) {
        assertThat(status(ours("/socket").addHeader(RawHeader.create("Origin", origin))))
                .isEqualTo(403);
    }

    @Test
    void ourOwnOriginIsLetIn() {
        assertThat(gate.stop(ours("/socket").addHeader(RawHeader.create("Origin", "http://localhost:8585")), PORT))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, cors, true",
        "none, navigate, true",
        "cross-site, navigate, true",
        "same-site, no-cors, false",
        "cross-site, no-cors, false",
        "cross-site, websocket, false"
    })
    void whatABrowserLoadsForAnotherSiteIsRefused(String site, String mode, boolean isLetIn) {
        var request = ours("/api/files/1?key=" + KEY.ofFiles().value())
                .addHeader(RawHeader.create("Sec-Fetch-Site", site))
                .addHeader(RawHeader.create("Sec-Fetch-Mode", mode));

        assertThat(gate.stop(request, PORT).isEmpty()).isEqualTo(isLetIn);
    }

    @Test
    void aFileNeedsItsKeyBesideTheCookieAndThatOpensNothingElse() {
        var files = KEY.ofFiles().value();

        assertThat(gate.stop(withCookie("/api/files/1?key=" + files), PORT)).isEmpty();
        assertThat(gate.stop(ours("/api/files/1"), PORT)).isEmpty();
        assertThat(status(withCookie("/api/files/1"))).isEqualTo(401);
        assertThat(status(withCookie("/api/files/1?key=" + KEY.value()))).isEqualTo(401);
        assertThat(status(request("/api/files/1?key=" + files))).isEqualTo(401);
        assertThat(status(withCookie("/api/chats/1/messages?key=" + files))).isEqualTo(401);
        assertThat(status(withCookie("/api/files/1?key=" + files).withMethod(HttpMethods.POST)))
                .isEqualTo(401);
        assertThat(status(request("/?key=" + files))).isEqualTo(401);
    }

    @Test
    void theKeyInTheAddressOfACallIsNotTaken() {
        assertThat(status(request("/api/chats?key=" + KEY.value()).withMethod(HttpMethods.POST)))
                .isEqualTo(401);
    }

    @Test
    void everyAnswerForbidsFramesAndWhatIsLoadedFromOutside() {
        var answer = stopped(request("/"));

        for (var expected : Map.of(
                        "X-Frame-Options", "DENY",
                        "Referrer-Policy", "no-referrer",
                        "X-Content-Type-Options", "nosniff",
                        "Cache-Control", "no-store")
                .entrySet()) {
            assertThat(header(answer, expected.getKey())).isEqualTo(expected.getValue());
        }
        assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'self'", "frame-ancestors 'none'");
    }

    private static HttpRequest request(String target) {
        return HttpRequest.create(target).addHeader(RawHeader.create("Host", "localhost:" + PORT));
    }

    private static HttpRequest ours(String target) {
        return request(target).addHeader(cookie()).addHeader(RawHeader.create("X-Switchboard-Key", KEY.value()));
    }

    private static HttpRequest withCookie(String target) {
        return request(target).addHeader(cookie());
    }

    private static Cookie cookie() {
        return Cookie.create("switchboard-" + PORT, KEY.ofCookie().value());
    }

    private static HttpHeader protocol(String offered) {
        return RawHeader.create("Sec-WebSocket-Protocol", offered);
    }

    private int status(HttpRequest request) {
        return stopped(request).status().intValue();
    }

    private HttpResponse stopped(HttpRequest request) {
        return gate.stop(request, PORT).orElseThrow();
    }

    private static String text(HttpResponse answer) {
        return ((HttpEntity.Strict) answer.entity()).getData().utf8String();
    }

    private static String header(HttpResponse answer, String name) {
        return Objects.requireNonNull(
                answer.getHeader(name).map(HttpHeader::value).orElse(null), name);
    }
}
