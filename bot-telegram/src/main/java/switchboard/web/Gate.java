package switchboard.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookie;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.headers.SameSite;
import org.apache.pekko.http.javadsl.model.headers.SetCookie;
import switchboard.text.Texts;

/**
 * Decides who gets in, because whoever reaches the pages has a shell. A request must name exactly this host (a foreign name that
 * points to loopback does not), must not come from another origin, and must carry the cookie. Requests that show or change a chat
 * also need the key itself, which only our pages can read: browsers send a cookie of {@code localhost} to every port, so to every
 * program that Claude may have started there.
 */
final class Gate {

    private static final long COOKIE_SECONDS = 365L * 24 * 60 * 60;
    private static final String HTTP = "http://";
    private static final int HTTP_PORT = 80;
    private static final Set<String> PAGES = Set.of("/", "/board");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** For each answer: it loads nothing from outside, is in no frame, passes on no address, and is not cached. An answer may be stricter. */
    private static final List<HttpHeader> STRICT = List.of(
            RawHeader.create(
                    "Content-Security-Policy",
                    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none';"
                            + " form-action 'self'; object-src 'none'"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("X-Frame-Options", "DENY"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cache-Control", "no-store"));

    /** The header with the key. A page cannot set headers for a socket's handshake, so that names the key among the protocols. */
    private static final String KEY_HEADER = "X-Switchboard-Key";

    private static final String KEY_PROTOCOL = "key.";

    private final AccessKey key;
    private final AccessKey cookie;
    private final AccessKey files;

    Gate(AccessKey key) {
        this.key = key;
        this.cookie = key.ofCookie();
        this.files = key.ofFiles();
    }

    /** The answer to a request that does not get in, or that brings the key for the first time; empty if the request gets in. */
    Optional<HttpResponse> stop(HttpRequest request, int port) {
        if (!isOurs(header(request, "Host").toLowerCase(Locale.ROOT), port)) {
            return Optional.of(
                    refuse(request, StatusCodes.FORBIDDEN, Texts.of("web.wrongAddress", Integer.toString(port))));
        }
        if (isForeign(request, port)) {
            return Optional.of(refuse(request, StatusCodes.FORBIDDEN, Texts.of("web.foreign")));
        }
        var path = request.getUri().path();
        var given = request.getUri().query().get("key");
        if (given.isPresent() && key.is(given.get()) && isPage(request)) {
            return Optional.of(welcome(port));
        }
        return holdsCookie(request, port) && (!needsKey(path) || carriesKey(request))
                ? Optional.empty()
                : Optional.of(refuse(request, StatusCodes.UNAUTHORIZED, Texts.of("web.noKey")));
    }

    private static boolean isPage(HttpRequest request) {
        return HttpMethods.GET.equals(request.method())
                && PAGES.contains(request.getUri().path());
    }

    private static boolean needsKey(String path) {
        return path.equals("/socket") || path.startsWith("/api/");
    }

    /** Browsers load files by address and a page cannot add a header to that, so the address has a key that opens only files. */
    private boolean opensFile(HttpRequest request) {
        return request.getUri().path().startsWith("/api/files/")
                && HttpMethods.GET.equals(request.method())
                && request.getUri().query().get("key").filter(files::is).isPresent();
    }

    private boolean carriesKey(HttpRequest request) {
        return key.is(header(request, KEY_HEADER))
                || opensFile(request)
                || Stream.of(header(request, "Sec-WebSocket-Protocol").split(",", -1))
                        .map(String::strip)
                        .anyMatch(
                                each -> each.startsWith(KEY_PROTOCOL) && key.is(each.substring(KEY_PROTOCOL.length())));
    }

    static HttpResponse strict(HttpResponse response) {
        return response.addHeaders(STRICT.stream()
                .filter(header -> response.getHeader(header.name()).isEmpty())
                .toList());
    }

    /** Whether a host with its port is ours. Browsers leave out HTTP's own port. */
    private static boolean isOurs(String host, int port) {
        var ending = ":" + port;
        if (host.endsWith(ending)) {
            return LOOPBACK.contains(host.substring(0, host.length() - ending.length()));
        }
        return port == HTTP_PORT && LOOPBACK.contains(host);
    }

    /** Browsers name the origin of requests that change something, and say of others whether they come from the same site. */
    private static boolean isForeign(HttpRequest request, int port) {
        var origin = header(request, "Origin");
        if (!origin.isEmpty()) {
            return !origin.startsWith(HTTP) || !isOurs(origin.substring(HTTP.length()), port);
        }
        var site = header(request, "Sec-Fetch-Site");
        var isNavigation =
                header(request, "Sec-Fetch-Mode").equals("navigate") && HttpMethods.GET.equals(request.method());
        return (site.equals("cross-site") || site.equals("same-site")) && !isNavigation;
    }

    private boolean holdsCookie(HttpRequest request, int port) {
        for (var header : request.getHeaders()) {
            if (header instanceof Cookie cookies) {
                for (var pair : cookies.getCookies()) {
                    if (pair.name().equals(name(port)) && cookie.is(pair.value())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Cookies ignore ports, so the name has the port: another Switchboard on this machine must not lose its cookie. */
    private static String name(int port) {
        return "switchboard-" + port;
    }

    /** A page whose script removes the key from the address and continues. After a redirect a browser may not send the cookie. */
    private HttpResponse welcome(int port) {
        var cookies = HttpCookie.create(name(port), cookie.value())
                .withHttpOnly(true)
                .withPath("/")
                .withMaxAge(COOKIE_SECONDS)
                .withSameSite(SameSite.Strict);
        var enter = "<script src=\"/assets/enter.js\"></script><noscript>" + Texts.of("web.noScript") + "</noscript>";
        return strict(page(HttpResponse.create().addHeader(SetCookie.create(cookies)), enter));
    }

    private static HttpResponse refuse(HttpRequest request, StatusCode status, String sentence) {
        var answer = HttpResponse.create().withStatus(status);
        return strict(
                header(request, "Accept").contains("text/html")
                        ? page(answer, "<p>" + sentence + "</p>")
                        : Answers.refusal(answer, sentence));
    }

    private static HttpResponse page(HttpResponse answer, String body) {
        return answer.withEntity(
                ContentTypes.TEXT_HTML_UTF8,
                "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Switchboard</title>"
                        + "<link rel=\"icon\" href=\"data:,\">" + body + "</html>");
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value).orElse("");
    }
}
