package switchboard.telegram.api;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.model.headers.HttpCredentials;
import switchboard.text.Texts;

/**
 * An HTTP proxy on the way to a server. It gets a {@code CONNECT} and cannot read the messages. The proxy comes from the same
 * variables that other programs read, and Claude Code.
 */
public final class HttpProxy {

    private static final List<String> OF_HTTPS = List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY");
    private static final List<String> OF_HTTP = List.of("http_proxy", "HTTP_PROXY");
    private static final List<String> EXCEPTIONS = List.of("no_proxy", "NO_PROXY");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final String host;
    private final int port;
    private final Optional<HttpCredentials> credentials;

    public HttpProxy(String host, int port, Optional<HttpCredentials> credentials) {
        this.host = host;
        this.port = port;
        this.credentials = credentials;
    }

    /**
     * The proxy for a server; empty if there is none, if {@code NO_PROXY} names the server, or if the server is on this machine.
     *
     * @param variables the environment
     * @throws IllegalArgumentException with one sentence for a person, if the address cannot be used
     */
    public static Optional<HttpProxy> of(URI server, Function<String, Optional<String>> variables) {
        var names = "https".equals(server.getScheme()) ? OF_HTTPS : OF_HTTP;
        var host = server.getHost().toLowerCase(Locale.ROOT);
        if (isLoopback(host)) {
            return Optional.empty();
        }
        var exceptions = first(EXCEPTIONS, variables)
                .map(name -> variables.apply(name).orElseThrow())
                .orElse("");
        return Stream.of(exceptions.split("[,\\s]+")).anyMatch(each -> excepts(each, host, port(server)))
                ? Optional.empty()
                : first(names, variables)
                        .map(name -> parse(name, variables.apply(name).orElseThrow()));
    }

    /** Connects through it. */
    public ClientTransport transport() {
        var address = InetSocketAddress.createUnresolved(host, port);
        return credentials
                .map(known -> ClientTransport.httpsProxy(address, known))
                .orElseGet(() -> ClientTransport.httpsProxy(address));
    }

    private static Optional<String> first(List<String> names, Function<String, Optional<String>> variables) {
        return names.stream().filter(name -> variables.apply(name).isPresent()).findFirst();
    }

    private static HttpProxy parse(String name, String text) {
        try {
            var address = new URI(text.contains("://") ? text : "http://" + text);
            if ("http".equals(address.getScheme()) && address.getHost() != null) {
                var port = address.getPort() == -1 ? HTTP_PORT : address.getPort();
                return new HttpProxy(address.getHost(), port, credentials(address));
            }
        } catch (URISyntaxException | IllegalArgumentException noAddress) {
            throw new IllegalArgumentException(sentence(name)); // without its cause, which would repeat the password
        }
        throw new IllegalArgumentException(sentence(name));
    }

    private static String sentence(String name) {
        return Texts.of("setting.proxy", name);
    }

    private static Optional<HttpCredentials> credentials(URI address) {
        if (address.getRawUserInfo() == null) {
            return Optional.empty();
        }
        var parts = address.getRawUserInfo().split(":", 2);
        return Optional.of(HttpCredentials.createBasicHttpCredentials(
                decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : ""));
    }

    /** Decodes a part of an address, in which a plus stands for itself. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int port(URI server) {
        return server.getPort() != -1 ? server.getPort() : "https".equals(server.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    }

    /** Whether an entry of {@code NO_PROXY} covers a host: {@code *}, or a host and all below it, with or without a port. */
    private static boolean excepts(String entry, String host, int port) {
        var name = entry.toLowerCase(Locale.ROOT);
        var colon = name.lastIndexOf(':');
        if (colon > 0 && name.substring(colon + 1).matches("\\d{1,5}") && name.indexOf(':') == colon) {
            if (Integer.parseInt(name.substring(colon + 1)) != port) {
                return false;
            }
            name = name.substring(0, colon);
        }
        name = name.replaceFirst("^\\*?\\.", "");
        return name.equals("*") || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name)));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HttpProxy proxy
                && host.equals(proxy.host)
                && port == proxy.port
                && credentials.equals(proxy.credentials);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, credentials);
    }
}
