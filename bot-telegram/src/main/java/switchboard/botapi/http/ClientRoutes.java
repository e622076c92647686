package switchboard.botapi.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import switchboard.botapi.ApiError;
import switchboard.botapi.FileContent;
import switchboard.botapi.LocalClient;
import switchboard.web.Answers;
import switchboard.web.JsonRoutes;
import switchboard.web.Pages;

/** The routes of the chat client: its page and, below {@code /api}, its calls. */
final class ClientRoutes extends JsonRoutes {

    private static final long MAX_FILE = LocalClient.MAX_FILE + 1;
    private static final int PAGE = 50;

    /** The types that a browser may show by itself. Anything else could be a page that acts in our name. */
    private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private final LocalClient client;
    private final Bodies bodies;
    private final Executor disk;
    private final SentOnce sent = new SentOnce();

    /** @param disk runs work that may wait for a disk */
    ClientRoutes(LocalClient client, Bodies bodies, Executor disk) {
        this.client = client;
        this.bodies = bodies;
        this.disk = disk;
    }

    Route routes() {
        return concat(
                pathSingleSlash(() -> new Pages().page("client")),
                pathPrefix(PathMatchers.segment("api").slash("chats"), this::chats),
                path(
                        PathMatchers.segment("api").slash("files").slash(PathMatchers.segment()),
                        id -> get(() -> answer(() -> file(id)))));
    }

    private Route chats() {
        return concat(
                pathEnd(() -> post(() -> asked(it -> client.createChat(text(it, "title"))))),
                pathPrefix(PathMatchers.longSegment(), this::chat));
    }

    private Route chat(long chat) {
        return concat(
                get(() -> path("messages", () -> parameterMap(named -> page(chat, named)))),
                put(() -> path(
                        PathMatchers.segment("messages").slash(PathMatchers.longSegment()),
                        message -> asked(it -> client.edit(chat, message, text(it, "text"))))),
                post(() -> concat(
                        pathEnd(() -> asked(it -> client.renameChat(chat, text(it, "title")))),
                        path("topics", () -> asked(it -> client.createTopic(chat, text(it, "name")))),
                        path("messages", () -> json(it -> send(chat, it))),
                        path("files", () -> parameterMap(named -> upload(chat, named))),
                        path(
                                "presses",
                                () -> asked(it -> client.press(chat, number(it, "message_id"), text(it, "data")))),
                        path(
                                PathMatchers.segment("drafts").slash("stop"),
                                () -> told(it -> client.stopDraft(chat, number(it, "topic")))),
                        path(
                                "read",
                                () -> told(it -> client.read(chat, number(it, "topic"), number(it, "message_id")))))));
    }

    private Route page(long chat, Map<String, String> named) {
        return answer(() -> Answers.of(client.messages(
                chat, number(named, "topic", 0), number(named, "before", 0), (int) number(named, "limit", PAGE))));
    }

    private Route send(long chat, JsonNode it) {
        return completeWithFuture(once(
                        text(it, "random_id"),
                        () -> client.send(chat, number(it, "topic"), number(it, "reply_to"), text(it, "text")))
                .exceptionally(ClientRoutes::refused));
    }

    private Route upload(long chat, Map<String, String> named) {
        return withSizeLimit(
                MAX_FILE,
                () -> extractMaterializer(materializer -> extractRequestEntity(body -> completeWithFuture(
                        bodies.upload(body, MAX_FILE, materializer, file -> sendFile(chat, named, file))
                                .exceptionally(ClientRoutes::refused)))));
    }

    private CompletionStage<HttpResponse> sendFile(long chat, Map<String, String> named, HttpEntity.Strict body) {
        var file = new FileContent(
                named.getOrDefault("name", "file"),
                body.getContentType().mediaType().toString(),
                body.getData().toArrayUnsafe());
        var caption = named.getOrDefault("caption", "");
        return once(
                named.getOrDefault("random_id", ""),
                () -> client.sendFile(chat, number(named, "topic", 0), number(named, "reply_to", 0), file, caption));
    }

    private HttpResponse file(String id) {
        var file = client.file(id);
        var isShown = SHOWN.contains(file.mimeType());
        return HttpResponse.create()
                .addHeader(RawHeader.create(
                        "Content-Disposition", (isShown ? "inline" : "attachment") + "; " + named(file.name())))
                .withEntity(bodies.download(
                        isShown ? ContentTypes.parse(file.mimeType()) : ContentTypes.APPLICATION_OCTET_STREAM, file));
    }

    /** Sends a message once for each {@code random_id}, because a browser repeats a call by itself when its connection breaks. */
    private CompletionStage<HttpResponse> once(String randomId, Supplier<? extends JsonNode> send) {
        return sent.once(randomId, () -> CompletableFuture.supplyAsync(() -> Answers.of(send.get()), disk));
    }

    /** A file's name in plain letters for programs, and unchanged for browsers (RFC 6266). */
    private static String named(String name) {
        var encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "filename=\"" + name.replaceAll("[^\\w.-]", "_") + "\"; filename*=UTF-8''" + encoded;
    }

    private Route asked(Function<JsonNode, ? extends JsonNode> work) {
        return json(it -> answer(() -> Answers.of(work.apply(it))));
    }

    private Route told(Consumer<JsonNode> work) {
        return json(it -> answer(() -> {
            work.accept(it);
            return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
        }));
    }

    private Route answer(Supplier<HttpResponse> work) {
        return completeWithFuture(CompletableFuture.supplyAsync(work, disk).exceptionally(ClientRoutes::refused));
    }

    private static HttpResponse refused(Throwable failure) {
        var cause = Bodies.cause(failure);
        if (cause instanceof ApiError error) {
            return Answers.refusal(StatusCodes.get(error.code()), error.description());
        }
        if (cause instanceof EntityStreamSizeException) {
            return Answers.refusal(StatusCodes.get(413), LocalClient.TOO_LARGE);
        }
        throw new CompletionException(failure);
    }

    private static String text(JsonNode it, String field) {
        return it.path(field).asText();
    }

    private static long number(JsonNode it, String field) {
        return it.path(field).asLong();
    }

    private static long number(Map<String, String> named, String name, long otherwise) {
        try {
            return Long.parseLong(named.getOrDefault(name, Long.toString(otherwise)));
        } catch (NumberFormatException notANumber) {
            throw ApiError.of(400, name + " must be a number.");
        }
    }
}
