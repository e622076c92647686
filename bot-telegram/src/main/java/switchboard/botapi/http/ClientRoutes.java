package switchboard.botapi.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import switchboard.botapi.ApiError;
import switchboard.botapi.LocalClient;
import switchboard.botapi.Post;
import switchboard.botapi.SentFile;
import switchboard.botapi.Uploads;
import switchboard.web.Answers;
import switchboard.web.JsonRoutes;
import switchboard.web.Pages;

/** The routes of the chat client: its page and, below {@code /api}, its calls. */
final class ClientRoutes extends JsonRoutes {

    private static final int PAGE = 50;

    private final LocalClient client;
    private final Uploads uploads;
    private final FileRoutes files;
    private final Executor disk;
    private final SentOnce sent = new SentOnce();

    /** @param disk runs work that may wait for a disk */
    ClientRoutes(LocalClient client, Uploads uploads, Downloads downloads, Executor disk) {
        this.client = client;
        this.uploads = uploads;
        this.files = new FileRoutes(client, downloads, disk);
        this.disk = disk;
    }

    Route routes() {
        return concat(
                pathSingleSlash(() -> new Pages().page("client")),
                pathPrefix(PathMatchers.segment("api").slash("chats"), this::chats),
                path(
                        PathMatchers.segment("api").slash("uploads"),
                        () -> post(() -> new UploadRoute(uploads, disk).route())),
                path(PathMatchers.segment("api").slash("files").slash(PathMatchers.segment()), files::file));
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
        return completeWithFuture(
                once(text(it, "random_id"), () -> client.send(post(chat, it))).exceptionally(Refusals::of));
    }

    private Post post(long chat, JsonNode it) {
        var files = new ArrayList<SentFile>();
        it.path("files").forEach(file -> files.add(file(file)));
        return new Post(
                chat, number(it, "topic"), number(it, "reply_to"), text(it, "text"), files, text(it, "random_id"));
    }

    private SentFile file(JsonNode it) {
        return new SentFile(
                () -> FoundType.in(uploads.find(
                        text(it, "upload"), FileName.of(text(it, "name")), FileName.type(text(it, "type")))),
                it.path("voice").asBoolean(),
                it.path("seconds").asInt(),
                it.path("width").asInt(),
                it.path("height").asInt());
    }

    /** Sends a message once for each {@code random_id}, because a browser repeats a call by itself when its connection breaks. */
    private CompletionStage<HttpResponse> once(String randomId, Supplier<? extends JsonNode> send) {
        return sent.once(randomId, () -> CompletableFuture.supplyAsync(() -> Answers.of(send.get()), disk));
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
        return completeWithFuture(CompletableFuture.supplyAsync(work, disk).exceptionally(Refusals::of));
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
