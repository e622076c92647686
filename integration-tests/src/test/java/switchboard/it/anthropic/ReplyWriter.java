package switchboard.it.anthropic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes one scripted answer to one HTTP exchange, as server-sent events or as one JSON object. */
final class ReplyWriter {

    /** How often a held stream says {@code ping}; a client that is gone is noticed at the second one. */
    private static final Duration PING = Duration.ofMillis(100);

    /** Before a drop: the client throws away what it has not read when the connection breaks. */
    private static final Duration READING_TIME = Duration.ofMillis(200);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange exchange;
    private final Pause pause;
    private final Latches latches;
    private final String messageId = "msg_" + hex();

    /** Waits; cut short when the server closes. */
    @FunctionalInterface
    interface Pause {
        void forTime(Duration duration) throws InterruptedException;
    }

    ReplyWriter(HttpExchange exchange, Pause pause, Latches latches) {
        this.exchange = exchange;
        this.pause = pause;
        this.latches = latches;
    }

    void write(Round round, TurnRequest request) throws IOException, InterruptedException {
        round.headers().forEach(exchange.getResponseHeaders()::set);
        Fault fault = request.fault();
        if (fault instanceof Fault.Delay delay) {
            pause.forTime(delay.duration());
        }
        if (fault instanceof Fault.Status status) {
            error(status);
        } else if (fault instanceof Fault.Drop drop && (drop.afterChunks() == 0 || !request.streaming())) {
            throw new Dropped();
        } else if (request.streaming()) {
            stream(round, request, fault);
        } else {
            whole(round, request);
        }
    }

    /** The connection is to be closed as it is. */
    static final class Dropped extends IOException {
        private static final long serialVersionUID = 1L;

        Dropped() {
            super("connection dropped on purpose");
        }
    }

    void json(int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.getResponseHeaders().set("request-id", "req_" + messageId);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void error(Fault.Status fault) throws IOException {
        fault.headers().forEach(exchange.getResponseHeaders()::set);
        json(fault.status(), errorBody(fault.type(), fault.message()));
    }

    private void whole(Round round, TurnRequest request) throws IOException, InterruptedException {
        hold(round, null);
        var content = new ArrayList<Object>();
        if (!round.text().isEmpty()) {
            content.add(Map.of("type", "text", "text", round.text()));
        }
        for (ToolCall call : round.calls()) {
            content.add(toolUse(call, call.input().apply(request)));
        }
        json(
                200,
                message(
                        request.model(),
                        content,
                        round.stopReason(),
                        usage(round, round.usage().output())));
    }

    private void stream(Round round, TurnRequest request, @Nullable Fault fault)
            throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.getResponseHeaders().set("request-id", "req_" + messageId);
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        event(
                out,
                Map.of("type", "message_start", "message", message(request.model(), List.of(), null, usage(round, 1))));
        int index = 0;
        if (!round.text().isEmpty()) {
            text(out, round, fault);
            index++;
        } else {
            breakIf(fault, 0, out);
            hold(round, out);
        }
        for (ToolCall call : round.calls()) {
            toolUse(out, index++, call, call.input().apply(request));
        }
        event(
                out,
                Map.of(
                        "type",
                        "message_delta",
                        "delta",
                        stop(round.stopReason()),
                        "usage",
                        usage(round, round.usage().output())));
        event(out, Map.of("type", "message_stop"));
        out.close();
    }

    private void text(OutputStream out, Round round, @Nullable Fault fault) throws IOException, InterruptedException {
        event(out, blockStart(0, Map.of("type", "text", "text", "")));
        breakIf(fault, 0, out);
        int sent = 0;
        for (String chunk : chunks(round.text(), round.chunkSize())) {
            event(out, blockDelta(0, Map.of("type", "text_delta", "text", chunk)));
            breakIf(fault, ++sent, out);
            if (sent == 1) {
                hold(round, out);
            }
            pause.forTime(round.pause());
        }
        event(out, Map.of("type", "content_block_stop", "index", 0));
    }

    private void toolUse(OutputStream out, int index, ToolCall call, Map<String, ?> input) throws IOException {
        event(out, blockStart(index, toolUse(call, Map.of())));
        event(
                out,
                blockDelta(index, Map.of("type", "input_json_delta", "partial_json", JSON.writeValueAsString(input))));
        event(out, Map.of("type", "content_block_stop", "index", index));
    }

    private void breakIf(@Nullable Fault fault, int sent, OutputStream out) throws IOException, InterruptedException {
        if (fault instanceof Fault.Drop drop && drop.afterChunks() == sent) {
            pause.forTime(READING_TIME);
            throw new Dropped();
        }
        if (fault instanceof Fault.StreamError error && error.afterChunks() == sent) {
            event(out, errorBody(error.type(), error.message()));
            out.close();
            throw new Dropped();
        }
    }

    private void hold(Round round, @Nullable OutputStream out) throws IOException, InterruptedException {
        String latch = round.latch();
        if (latch == null) {
            return;
        }
        latches.arrive(latch);
        while (!latches.awaitRelease(latch, PING)) {
            if (out != null) {
                event(out, Map.of("type", "ping"));
            }
        }
    }

    private static void event(OutputStream out, Map<String, ?> event) throws IOException {
        String text = "event: " + event.get("type") + "\ndata: " + JSON.writeValueAsString(event) + "\n\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Map<String, Object> message(
            String model, List<Object> content, @Nullable String stopReason, Map<String, ?> usage) {
        var message = new LinkedHashMap<String, Object>();
        message.put("id", messageId);
        message.put("type", "message");
        message.put("role", "assistant");
        message.put("model", model);
        message.put("content", content);
        message.putAll(stop(stopReason));
        message.put("usage", usage);
        return message;
    }

    private static Map<String, @Nullable Object> stop(@Nullable String reason) {
        var stop = new LinkedHashMap<String, @Nullable Object>();
        stop.put("stop_reason", reason);
        stop.put("stop_sequence", null);
        return stop;
    }

    private static Map<String, Integer> usage(Round round, int output) {
        return Map.of(
                "input_tokens", round.usage().input(),
                "cache_read_input_tokens", round.usage().cacheRead(),
                "cache_creation_input_tokens", round.usage().cacheCreation(),
                "output_tokens", output);
    }

    private static Map<String, Object> toolUse(ToolCall call, Map<String, ?> input) {
        return Map.of("type", "tool_use", "id", "toolu_" + hex(), "name", call.name(), "input", input);
    }

    private static Map<String, Object> blockStart(int index, Map<String, Object> block) {
        return Map.of("type", "content_block_start", "index", index, "content_block", block);
    }

    private static Map<String, Object> blockDelta(int index, Map<String, Object> delta) {
        return Map.of("type", "content_block_delta", "index", index, "delta", delta);
    }

    private static Map<String, Object> errorBody(String type, String message) {
        return Map.of("type", "error", "error", Map.of("type", type, "message", message));
    }

    private static List<String> chunks(String text, int size) {
        int[] points = text.codePoints().toArray();
        var chunks = new ArrayList<String>();
        for (int from = 0; from < points.length; from += size) {
            int[] part = Arrays.copyOfRange(points, from, Math.min(points.length, from + size));
            chunks.add(new String(part, 0, part.length));
        }
        return chunks;
    }

    private static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
