package switchboard.it.telegram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import switchboard.botapi.Json;

/** The smallest bot there can be: one call, one answer. */
final class BotClient implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String files;

    BotClient(FakeBotApi api) {
        this(api, api.token());
    }

    BotClient(FakeBotApi api, String token) {
        base = api.root() + "/bot" + token + "/";
        files = api.root() + "/file/bot" + token + "/";
    }

    /** Calls with a JSON body and returns the envelope. */
    JsonNode call(String method, String json) throws IOException, InterruptedException {
        return Json.parse(send(method, "application/json", json).body());
    }

    /**
     * The result of a call that succeeds.
     *
     * @throws AssertionError if it does not
     */
    JsonNode ok(String method, String json) throws IOException, InterruptedException {
        JsonNode answer = call(method, json);
        if (!answer.path("ok").asBoolean()) {
            throw new AssertionError(method + " was refused: " + answer);
        }
        return answer.path("result");
    }

    HttpResponse<String> send(String method, String contentType, String body) throws IOException, InterruptedException {
        return http.send(request(base + method, contentType, body), BodyHandlers.ofString());
    }

    /** Sends a body of bytes, each a character. */
    HttpResponse<String> sendLatin(String method, String contentType, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + method))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body, ISO_8859_1))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    CompletableFuture<JsonNode> callAsync(String method, String json) {
        return http.sendAsync(request(base + method, "application/json", json), BodyHandlers.ofString())
                .thenApply(answer -> Json.parse(answer.body()));
    }

    byte[] download(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(files + path)).build();
        return http.send(request, BodyHandlers.ofByteArray()).body();
    }

    private static HttpRequest request(String uri, String contentType, String body) {
        return HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body, UTF_8))
                .build();
    }

    @Override
    public void close() {
        http.close();
    }
}
