package switchboard.botapi.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.ApiError;
import switchboard.botapi.BotApiState;
import switchboard.botapi.BotMethods;
import switchboard.botapi.Json;
import switchboard.botapi.Params;
import switchboard.botapi.Uploads;
import switchboard.web.AccessKey;
import switchboard.web.Answers;

/**
 * The Bot API over HTTP, as the front calls it: {@code POST /bot<token>/<method>} with JSON or a form with files, and {@code
 * GET /file/bot<token>/<path>}.
 */
final class BotApiRoutes extends AllDirectives {

    private static final long MAX_TEXT = 1 << 20;
    /** An album of ten files of 50 MB, and its other parameters. */
    private static final long MAX_BODY = 10 * (50L << 20) + MAX_TEXT;

    private static final Duration TEXT_TIME = Duration.ofMinutes(1);

    /** Is told of each call before it is carried out. */
    interface Gate {

        /** @throws ApiError if the call is refused */
        void admit(String method, Params params);
    }

    private final BotApiState state;
    private final BotMethods methods;
    private final AccessKey token;
    private final Gate gate;
    private final Downloads downloads;
    private final BotForm forms;
    private final Executor disk;

    /** @param disk runs work that may wait for a disk */
    BotApiRoutes(BotApiState state, AccessKey token, Gate gate, Uploads uploads, Executor disk) {
        this.state = state;
        this.methods = new BotMethods(state);
        this.token = token;
        this.gate = gate;
        this.downloads = new Downloads(state.files());
        this.forms = new BotForm(uploads, disk);
        this.disk = disk;
    }

    /** Whether a path is that of a call or a file, with the right token. */
    private boolean isCall(String path) {
        var parts = path.split("/", -1);
        var at = isFile(parts) ? 2 : 1;
        return parts.length > at && parts[at].startsWith("bot") && token.is(parts[at].substring("bot".length()));
    }

    Route routes() {
        return extractRequest(request -> {
            var path = request.getUri().path();
            var parts = path.split("/", -1);
            if (!isCall(path)) {
                return reject();
            }
            if (isFile(parts)) {
                return completeWithFuture(answered(() -> file(path.split("/", 4)[3])));
            }
            return parts.length == 3
                    ? withSizeLimit(
                            MAX_BODY,
                            () -> extractMaterializer(
                                    materializer -> completeWithFuture(called(parts[2], request, materializer))))
                    : reject();
        });
    }

    private static boolean isFile(String[] parts) {
        return parts.length > 3 && parts[1].equals("file");
    }

    /** Runs a call. Only a form can have files. */
    private CompletionStage<HttpResponse> called(String name, HttpRequest request, Materializer materializer) {
        var query = request.getUri().rawQueryString().orElse(null);
        var isForm = request.entity().getContentType().mediaType().isMultipart();
        var answer = isForm
                ? forms.with(request.entity(), materializer, params -> call(name, () -> params))
                : request.entity()
                        .toStrict(TEXT_TIME.toMillis(), MAX_TEXT, materializer)
                        .thenCompose(body -> call(name, () -> params(query, body)));
        return answer.exceptionally(BotApiRoutes::refused);
    }

    private static Params params(@Nullable String query, HttpEntity.Strict body) {
        return RequestBody.read(
                query, body.getContentType().toString(), body.getData().toArrayUnsafe());
    }

    private CompletionStage<HttpResponse> call(String name, Supplier<Params> params) {
        var method = methods.find(name);
        if (method == null) {
            return answered(() -> {
                throw ApiError.of(404, "Not Found: method not found");
            });
        }
        return answered(() -> {
            var given = params.get();
            gate.admit(method.name(), given);
            return method.run()
                    .apply(given)
                    .thenApply(
                            result -> Answers.of(Json.object().put("ok", true).set("result", result)));
        });
    }

    private CompletionStage<HttpResponse> file(String path) {
        var file = state.locked(() -> state.files().byPath(path));
        if (file == null) {
            throw ApiError.of(404, "Not Found");
        }
        return CompletableFuture.completedFuture(
                HttpResponse.create().withEntity(downloads.entity(ContentTypes.APPLICATION_OCTET_STREAM, file)));
    }

    private CompletionStage<HttpResponse> answered(Supplier<CompletionStage<HttpResponse>> work) {
        return CompletableFuture.supplyAsync(work, disk)
                .thenCompose(Function.identity())
                .exceptionally(BotApiRoutes::refused);
    }

    private static HttpResponse refused(Throwable failure) {
        var cause = Refusals.cause(failure);
        if (cause instanceof EntityStreamSizeException) {
            return refused(ApiError.of(413, "Request Entity Too Large"));
        }
        var error = cause instanceof ApiError known ? known : ApiError.of(500, "Internal Server Error: " + failure);
        return Answers.of(error.json()).withStatus(StatusCodes.get(error.code()));
    }
}
