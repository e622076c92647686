package switchboard.it.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.stream.Collectors;

/** Requests as no browser would send them: any header, any host. */
record RawHttp(int port) {

    /** An answer's status and all of it as text. */
    record Answer(int status, String whole) {}

    /**
     * Sends a request and reads its answer to the end.
     *
     * @param headers a Host among them replaces the right one
     */
    Answer send(String method, String path, Map<String, String> headers) {
        var host = headers.getOrDefault("Host", "localhost:" + port);
        var others = headers.entrySet().stream()
                .filter(header -> !header.getKey().equals("Host"))
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
        var body = method.equals("GET") ? "" : "{}";
        var connection = headers.containsKey("Upgrade") ? "" : "Connection: close\r\n";
        var request = "%s %s HTTP/1.1\r\nHost: %s\r\n%s%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(method, path, host, connection, others, body.length(), body);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.getOutputStream().flush();
            var whole = headers.containsKey("Upgrade")
                    ? new String(socket.getInputStream().readNBytes("HTTP/1.1 401".length()), UTF_8)
                    : new String(socket.getInputStream().readAllBytes(), UTF_8);
            return new Answer(Integer.parseInt(whole.split(" ", 3)[1]), whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
