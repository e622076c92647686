package switchboard.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.load.Mark;
import switchboard.load.Words;

/**
 * A Messages API on a free loopback port: it answers each message of a load test with the marks that it finds in the conversation,
 * and everything else in a word. Costs nothing, and needs no account.
 */
final class ScriptedModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The answer is streamed in pieces of this many characters. */
    private static final int PIECE = 24;

    private static final int WRONG_PATH = 404;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration delay;

    /** @param delay before the first words of each answer */
    ScriptedModel(Duration delay) throws IOException {
        this.delay = delay;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var begun = System.currentTimeMillis();
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> exchange.sendResponseHeaders(200, -1);
                case "/v1/messages/count_tokens" -> whole(exchange, Map.of("input_tokens", body.length / 4));
                case "/v1/messages" -> answer(exchange, JSON.readTree(body), begun);
                default -> exchange.sendResponseHeaders(WRONG_PATH, -1);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, JsonNode body, long begun) throws IOException, InterruptedException {
        var marks = marks(body.path("messages"));
        var isTurn = !marks.isEmpty() && !body.path("tools").isEmpty();
        var text =
                isTurn ? Words.answer(marks.getLast(), marks.subList(0, marks.size() - 1), begun) : "Nothing to add.";
        if (isTurn && closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        var model = body.path("model").asText();
        if (body.path("stream").asBoolean()) {
            stream(exchange, model, text);
        } else {
            whole(exchange, message(model, List.of(Map.of("type", "text", "text", text)), "end_turn"));
        }
    }

    /** What a person said, each mark once, in order. */
    private static List<Mark> marks(JsonNode messages) {
        var found = new LinkedHashSet<Mark>();
        for (var message : messages) {
            if (message.path("role").asText().equals("user")) {
                var content = message.path("content");
                if (content.isTextual()) {
                    found.addAll(Mark.in(content.asText()));
                }
                for (var block : content) {
                    found.addAll(Mark.in(block.path("text").asText()));
                }
            }
        }
        return new ArrayList<>(found);
    }

    private static void stream(HttpExchange exchange, String model, String text) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            event(out, Map.of("type", "message_start", "message", message(model, List.of(), null)));
            event(
                    out,
                    Map.of(
                            "type",
                            "content_block_start",
                            "index",
                            0,
                            "content_block",
                            Map.of("type", "text", "text", "")));
            for (var from = 0; from < text.length(); from += PIECE) {
                var piece = text.substring(from, Math.min(text.length(), from + PIECE));
                event(
                        out,
                        Map.of(
                                "type",
                                "content_block_delta",
                                "index",
                                0,
                                "delta",
                                Map.of("type", "text_delta", "text", piece)));
            }
            event(out, Map.of("type", "content_block_stop", "index", 0));
            event(out, Map.of("type", "message_delta", "delta", stop("end_turn"), "usage", usage()));
            event(out, Map.of("type", "message_stop"));
        }
    }

    private static void event(OutputStream out, Map<String, ?> event) throws IOException {
        var text = "event: " + event.get("type") + "\ndata: " + JSON.writeValueAsString(event) + "\n\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void whole(HttpExchange exchange, Map<String, ?> body) throws IOException {
        var bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, Object> message(String model, List<Object> content, @Nullable String reason) {
        var message = new LinkedHashMap<String, Object>(stop(reason));
        message.put("id", "msg_" + UUID.randomUUID().toString().replace("-", ""));
        message.put("type", "message");
        message.put("role", "assistant");
        message.put("model", model);
        message.put("content", content);
        message.put("usage", usage());
        return message;
    }

    private static Map<String, @Nullable Object> stop(@Nullable String reason) {
        var stop = new LinkedHashMap<String, @Nullable Object>();
        stop.put("stop_reason", reason);
        stop.put("stop_sequence", null);
        return stop;
    }

    private static Map<String, Integer> usage() {
        return Map.of(
                "input_tokens", 10,
                "cache_read_input_tokens", 1_000,
                "cache_creation_input_tokens", 0,
                "output_tokens", 100);
    }
}
