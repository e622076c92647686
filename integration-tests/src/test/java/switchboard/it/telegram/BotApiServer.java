package switchboard.it.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.botapi.ApiError;
import switchboard.botapi.BotApiState;
import switchboard.botapi.BotMethods;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.FloodLimits;
import switchboard.botapi.Json;
import switchboard.botapi.Params;
import switchboard.botapi.http.RequestBody;

/** The HTTP side: paths, token, envelope, faults. One virtual thread per request. */
final class BotApiServer implements AutoCloseable {
    /** What stands between a call and its method. */
    interface Gate {
        /** What is wrong with the call's form; empty = nothing. */
        List<String> violations(String method, Params params, boolean form);

        /** The fault this call meets; null = none. {@code text} is what it says. */
        @Nullable
        Fault fault(String method, long chatId, String text);

        /** Executes a call. */
        CompletionStage<JsonNode> run(BotMethods.Entry method, Params params);

        /** Sees a result before it is sent. */
        void result(String method, JsonNode result);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BotApiServer.class);
    private static final Pattern METHOD = Pattern.compile("/bot([^/]+)/([A-Za-z]+)");
    private static final Pattern FILE = Pattern.compile("/file/bot([^/]+)/(.+)");
    private static final int MAX_BODY = (50 << 20) + (1 << 20);
    private static final int DROPPED = -1;
    private static final String DOWNLOAD = "download";

    private final BotApiState state;
    private final Changes changes;
    private final BotMethods methods;
    private final FloodLimits limits;
    private final CallLog calls;
    private final Gate gate;
    private final String token;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    static {
        // Without it each answer on a kept connection waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Otherwise a kept connection dies after 30 s, perhaps just as a client writes a call to it.
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    }

    /** Listens on a free loopback port. */
    BotApiServer(
            BotApiState state,
            BotMethods methods,
            Changes changes,
            FloodLimits limits,
            CallLog calls,
            Gate gate,
            String token)
            throws IOException {
        this.state = state;
        this.changes = changes;
        this.methods = methods;
        this.limits = limits;
        this.calls = calls;
        this.gate = gate;
        this.token = token;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher file = FILE.matcher(path);
            Matcher method = METHOD.matcher(path);
            if (file.matches()) {
                download(exchange, file.group(1), file.group(2));
            } else if (method.matches()) {
                call(exchange, method.group(1), method.group(2));
            } else {
                refuse(exchange, ApiError.of(404, "Not Found"));
            }
        } catch (RuntimeException e) {
            LOG.error("the fake itself failed on {}", exchange.getRequestURI().getPath(), e);
            throw e;
        }
    }

    private void call(HttpExchange exchange, String givenToken, String name) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (!givenToken.equals(token)) {
            refuse(exchange, ApiError.of(401, "Unauthorized"));
            return;
        }
        if (body.length > MAX_BODY) {
            refuse(exchange, ApiError.of(413, "Request Entity Too Large"));
            return;
        }
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        try {
            Params params = contentType != null && contentType.startsWith("multipart/form-data")
                    ? Multipart.read(contentType, body)
                    : RequestBody.read(exchange.getRequestURI().getRawQuery(), contentType, body);
            boolean form = contentType == null || !contentType.startsWith("application/json");
            perform(exchange, name, params, form);
        } catch (ApiError e) {
            refuse(exchange, e);
        }
    }

    private void perform(HttpExchange exchange, String name, Params params, boolean form) throws IOException {
        BotMethods.Entry method = methods.find(name);
        Call call = calls.add(method == null ? name : method.name(), params.json(), state.now());
        changes.changed();
        int status = DROPPED;
        try {
            status = method == null
                    ? refuse(exchange, ApiError.of(404, "Not Found: method not found"))
                    : checked(exchange, method, params, form);
        } catch (ApiError e) {
            status = refuse(exchange, e);
        } finally {
            calls.answered(call, status);
            changes.changed();
        }
    }

    /**
     * Returns the status sent.
     *
     * @throws ApiError if the call is refused
     */
    private int checked(HttpExchange exchange, BotMethods.Entry method, Params params, boolean form)
            throws IOException {
        List<String> violations = gate.violations(method.name(), params, form);
        long chatId = params.json().path("chat_id").asLong();
        Fault fault =
                gate.fault(method.name(), chatId, params.json().path("text").asText());
        if (fault instanceof Fault.Refused refused) {
            return answer(
                    exchange,
                    refused.status(),
                    refused.contentType(),
                    refused.body().getBytes(UTF_8));
        }
        if (fault instanceof Fault.FloodWait wait) {
            limits.cooldown(chatId, wait.seconds());
            throw ApiError.tooManyRequests(wait.seconds());
        }
        if (fault instanceof Fault.Dropped dropped && !dropped.executed()) {
            return DROPPED;
        }
        if (!violations.isEmpty()) {
            throw ApiError.badRequest(String.join("; ", violations));
        }
        limits.admit(chatId, FloodLimits.Kind.of(method.name()));
        return executed(exchange, method, params, fault);
    }

    private int executed(HttpExchange exchange, BotMethods.Entry method, Params params, @Nullable Fault fault)
            throws IOException {
        JsonNode result = result(method, params);
        gate.result(method.name(), result);
        if (fault instanceof Fault.Dropped) {
            return DROPPED;
        }
        if (fault instanceof Fault.Delayed delayed) {
            pause(delayed.by());
        }
        byte[] body =
                Json.MAPPER.writeValueAsBytes(Json.object().put("ok", true).set("result", result));
        return answer(exchange, 200, "application/json", body);
    }

    /** Waits for the result, as only getUpdates makes one wait. */
    private JsonNode result(BotMethods.Entry method, Params params) {
        try {
            return gate.run(method, params).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ApiError refused ? refused : e;
        }
    }

    private void pause(Duration time) {
        try {
            changes.await(time, () -> null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands out a file, which is a call of the method {@value #DOWNLOAD}. */
    private void download(HttpExchange exchange, String givenToken, String path) throws IOException {
        if (!givenToken.equals(token)) {
            refuse(exchange, ApiError.of(401, "Unauthorized"));
            return;
        }
        Call call = calls.add(DOWNLOAD, Json.object().put("file_path", path), state.now());
        int status = DROPPED;
        try {
            StoredFile file = state.locked(() -> state.files().byPath(path));
            status = file == null ? refuse(exchange, ApiError.of(404, "Not Found")) : handOut(exchange, file);
        } finally {
            calls.answered(call, status);
            changes.changed();
        }
    }

    private int handOut(HttpExchange exchange, StoredFile file) throws IOException {
        byte[] body = state.files().content(file).bytes();
        switch (gate.fault(DOWNLOAD, 0, "")) {
            case Fault.Refused refused -> {
                return answer(
                        exchange,
                        refused.status(),
                        refused.contentType(),
                        refused.body().getBytes(UTF_8));
            }
            case Fault.FloodWait wait -> {
                return refuse(exchange, ApiError.tooManyRequests(wait.seconds()));
            }
            case Fault.Dropped dropped -> {
                exchange.sendResponseHeaders(200, body.length + 1L);
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
                return DROPPED;
            }
            case Fault.Delayed delayed -> pause(delayed.by());
            case null -> {}
        }
        return answer(exchange, 200, "application/octet-stream", body);
    }

    private static int refuse(HttpExchange exchange, ApiError error) throws IOException {
        if (error.retryAfter() > 0) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(error.retryAfter()));
        }
        return answer(
                exchange,
                error.code(),
                "application/json",
                error.json().toString().getBytes(UTF_8));
    }

    private static int answer(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        return status;
    }
}
