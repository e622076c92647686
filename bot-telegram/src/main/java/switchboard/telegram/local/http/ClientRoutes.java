package switchboard.telegram.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.StringUnmarshallers;
import switchboard.telegram.local.ApiError;
import switchboard.telegram.local.FileContent;
import switchboard.telegram.local.LocalClient;
import switchboard.web.Answers;
import switchboard.web.JsonRoutes;
import switchboard.web.Pages;

/** The chat client: its page and, below {@code /api}, what it calls. */
final class ClientRoutes extends JsonRoutes {

    private static final long MAX_FILE = (50L << 20) + 1;
    private static final Duration UPLOAD = Duration.ofMinutes(10);
    private static final int PAGE = 50;

    /** What a browser may show by itself; all else could be a page that acts in our name. */
    private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private final LocalClient client;
    private final Executor disk;

    /** @param disk runs what may wait for a disk */
    ClientRoutes(LocalClient client, Executor disk) {
        this.client = client;
        this.disk = disk;
    }

    Route routes() {
        return concat(
                pathSingleSlash(() -> new Pages().page("client")),
                path(PathMatchers.segment("api").slash("chats"), () -> post(this::createChat)),
                pathPrefix(PathMatchers.segment("api").slash("chats").slash(PathMatchers.longSegment()), this::chat),
                path(
                        PathMatchers.segment("api").slash("files").slash(PathMatchers.segment()),
                        id -> get(() -> answer(() -> file(id)))));
    }

    private Route createChat() {
        return json(asked -> answerJson(() -> client.createChat(text(asked, "title"))));
    }

    private Route chat(long chat) {
        return concat(
                pathEnd(() ->
                        post(() -> json(asked -> answerJson(() -> client.renameChat(chat, text(asked, "title")))))),
                path(
                        "topics",
                        () -> post(() ->
                                json(asked -> answerJson(() -> client.createTopic(chat, text(asked, "name")))))),
                path("messages", () -> concat(get(() -> page(chat)), post(() -> json(asked -> send(chat, asked))))),
                path(
                        PathMatchers.segment("messages").slash(PathMatchers.longSegment()),
                        message -> put(() ->
                                json(asked -> answerJson(() -> client.edit(chat, message, text(asked, "text")))))),
                path("files", () -> post(() -> upload(chat))),
                path(
                        "presses",
                        () -> post(() -> json(asked -> answerJson(() ->
                                client.press(chat, asked.path("message_id").asLong(), text(asked, "data")))))),
                path(
                        PathMatchers.segment("drafts").slash("stop"),
                        () -> post(() -> json(asked -> answerNothing(
                                () -> client.stopDraft(chat, asked.path("topic").asLong()))))),
                path(
                        "read",
                        () -> post(() -> json(asked -> answerNothing(() -> client.read(
                                chat,
                                asked.path("topic").asLong(),
                                asked.path("message_id").asLong()))))));
    }

    private Route page(long chat) {
        return number(
                "topic",
                topic -> number(
                        "before",
                        before -> parameterOptional(
                                StringUnmarshallers.INTEGER,
                                "limit",
                                limit -> answerJson(() -> client.messages(chat, topic, before, limit.orElse(PAGE))))));
    }

    private Route send(long chat, JsonNode asked) {
        return answerJson(() -> client.send(
                chat, asked.path("topic").asLong(), asked.path("reply_to").asLong(), text(asked, "text")));
    }

    private Route upload(long chat) {
        return number(
                "topic",
                topic -> number(
                        "reply_to",
                        replyTo -> parameter(
                                "name",
                                name -> parameterOptional(
                                        "caption",
                                        caption -> withSizeLimit(
                                                MAX_FILE,
                                                () -> extractStrictEntity(UPLOAD, MAX_FILE, body -> {
                                                    var type = body.getContentType()
                                                            .mediaType()
                                                            .toString();
                                                    var content = new FileContent(
                                                            name,
                                                            type,
                                                            body.getData().toArray());
                                                    return answerJson(() -> client.sendFile(
                                                            chat, topic, replyTo, content, caption.orElse("")));
                                                }))))));
    }

    private Route number(String name, LongFunction<Route> inner) {
        return parameterOptional(StringUnmarshallers.LONG, name, given -> inner.apply(given.orElse(0L)));
    }

    private HttpResponse file(String id) {
        var file = client.file(id);
        var isShown = SHOWN.contains(file.mimeType());
        return HttpResponse.create()
                .addHeader(RawHeader.create(
                        "Content-Disposition", (isShown ? "inline" : "attachment") + "; " + named(file.name())))
                .withEntity(HttpEntities.create(
                        isShown ? ContentTypes.parse(file.mimeType()) : ContentTypes.APPLICATION_OCTET_STREAM,
                        file.bytes()));
    }

    /** In plain letters for programs, and as it is for browsers (RFC 6266). */
    private static String named(String name) {
        var encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "filename=\"" + name.replaceAll("[^\\w.-]", "_") + "\"; filename*=UTF-8''" + encoded;
    }

    private Route answerJson(Supplier<? extends JsonNode> work) {
        return answer(() -> Answers.of(work.get()));
    }

    private Route answerNothing(Runnable work) {
        return answer(() -> {
            work.run();
            return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
        });
    }

    private Route answer(Supplier<HttpResponse> work) {
        return completeWithFuture(CompletableFuture.supplyAsync(work, disk).exceptionally(ClientRoutes::refused));
    }

    private static HttpResponse refused(Throwable failure) {
        if (failure instanceof CompletionException wrapped && wrapped.getCause() instanceof ApiError error) {
            return Answers.refusal(StatusCodes.get(error.code()), error.description());
        }
        throw new CompletionException(failure);
    }

    private static String text(JsonNode asked, String field) {
        return asked.path(field).asText();
    }
}
