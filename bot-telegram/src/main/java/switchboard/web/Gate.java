package switchboard.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

/**
 * Who is let in: whoever reaches the pages has a shell. A request must name this very host (a foreign name that points to
 * loopback does not), must not come from another origin, and must carry the key; but for paths that carry a secret of their
 * own.
 */
final class Gate {

    private static final long COOKIE_SECONDS = 365L * 24 * 60 * 60;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** For each answer: nothing from outside, no frame around it, no address told, nothing kept. */
    private static final List<HttpHeader> STRICT = List.of(
            RawHeader.create(
                    "Content-Security-Policy",
                    "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none';"
                            + " form-action 'self'; object-src 'none'"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("X-Frame-Options", "DENY"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cache-Control", "no-store"));

    /** Names no icon, so that no browser asks for one. */
    private static final String HEAD = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
            + "<link rel=\"icon\" href=\"data:,\"><title>Switchboard</title>";

    private final AccessKey key;
    private final Predicate<String> carriesOwnSecret;

    /** @param carriesOwnSecret paths that are let through without the key, because whoever serves them asks for another */
    Gate(AccessKey key, Predicate<String> carriesOwnSecret) {
        this.key = key;
        this.carriesOwnSecret = carriesOwnSecret;
    }

    /** The answer to whoever is not let in, or who comes with the key for the first time; empty = let in. */
    Optional<HttpResponse> stop(HttpRequest request, int port) {
        if (!hosts(port).contains(header(request, "Host").toLowerCase(Locale.ROOT))) {
            return Optional.of(refuse(
                    request,
                    StatusCodes.FORBIDDEN,
                    "This address is not Switchboard's: open http://localhost:" + port));
        }
        if (isForeign(request, port)) {
            return Optional.of(refuse(request, StatusCodes.FORBIDDEN, "Another site asked for this; it is refused."));
        }
        var path = request.getUri().path();
        if (carriesOwnSecret.test(path) || holdsCookie(request, port)) {
            return Optional.empty();
        }
        var given = request.getUri().query().get("key");
        if (given.isPresent() && key.is(given.get()) && HttpMethods.GET.equals(request.method())) {
            return Optional.of(welcome(path, port));
        }
        return Optional.of(refuse(
                request,
                StatusCodes.UNAUTHORIZED,
                "This page needs its key: open the address that Switchboard printed when it started."));
    }

    static HttpResponse strict(HttpResponse response) {
        return response.addHeaders(STRICT);
    }

    private static Set<String> hosts(int port) {
        return LOOPBACK.stream().map(host -> host + ":" + port).collect(Collectors.toUnmodifiableSet());
    }

    /** Browsers name the origin of whatever changes something, and for the rest say whether it is their own page's. */
    private static boolean isForeign(HttpRequest request, int port) {
        var origin = header(request, "Origin");
        if (!origin.isEmpty()) {
            return hosts(port).stream().noneMatch(host -> origin.equals("http://" + host));
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
                    if (pair.name().equals(name(port)) && key.is(pair.value())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Cookies do not know ports: another Switchboard on this machine must not lose its own. */
    private static String name(int port) {
        return "switchboard-" + port;
    }

    /** A page of our own goes on to the address without the key: after a redirect a browser may hold the cookie back. */
    private HttpResponse welcome(String path, int port) {
        var cookie = HttpCookie.create(name(port), key.value())
                .withHttpOnly(true)
                .withPath("/")
                .withMaxAge(COOKIE_SECONDS)
                .withSameSite(SameSite.Strict);
        var onward = path.equals("/board") ? "/board" : "/";
        return strict(HttpResponse.create()
                .addHeader(SetCookie.create(cookie))
                .withEntity(
                        ContentTypes.TEXT_HTML_UTF8,
                        HEAD + "<meta http-equiv=\"refresh\" content=\"0; url=" + onward + "\">" + "<a href=\"" + onward
                                + "\">Go on to Switchboard</a></html>"));
    }

    private static HttpResponse refuse(HttpRequest request, StatusCode status, String sentence) {
        var answer = HttpResponse.create().withStatus(status);
        return strict(
                header(request, "Accept").contains("text/html")
                        ? answer.withEntity(ContentTypes.TEXT_HTML_UTF8, HEAD + "<p>" + sentence + "</p></html>")
                        : Answers.refusal(answer, sentence));
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value).orElse("");
    }
}
