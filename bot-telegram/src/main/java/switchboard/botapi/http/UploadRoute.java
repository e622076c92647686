package switchboard.botapi.http;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.FileIO;
import switchboard.botapi.ApiError;
import switchboard.botapi.Json;
import switchboard.botapi.LocalClient;
import switchboard.botapi.Uploads;
import switchboard.web.Answers;

/** Takes the bytes of a file, which pass to the disk as they come. The answer is the id by which a message names the file. */
final class UploadRoute extends AllDirectives {

    private final Uploads uploads;
    private final Executor disk;

    /** @param disk runs work that may wait for a disk */
    UploadRoute(Uploads uploads, Executor disk) {
        this.uploads = uploads;
        this.disk = disk;
    }

    Route route() {
        return withSizeLimit(
                LocalClient.MAX_FILE,
                () -> extractMaterializer(materializer -> extractRequestEntity(
                        body -> completeWithFuture(received(body, materializer).exceptionally(Refusals::of)))));
    }

    private CompletionStage<HttpResponse> received(RequestEntity body, Materializer materializer) {
        return CompletableFuture.supplyAsync(uploads::begin, disk)
                .thenCompose(part -> written(body, part, materializer))
                .thenApplyAsync(uploads::finish, disk)
                .thenApply(id -> Answers.of(Json.object().put("upload", id)));
    }

    private CompletionStage<Path> written(RequestEntity body, Path part, Materializer materializer) {
        return body.getDataBytes()
                .runWith(FileIO.toPath(part, Set.of(StandardOpenOption.WRITE)), materializer)
                .handleAsync(
                        (result, failure) -> {
                            if (failure == null) {
                                return part;
                            }
                            uploads.drop(part);
                            throw new CompletionException(refused(failure));
                        },
                        disk);
    }

    /** A full disk is distinguished from a page that has gone and from a file that is too large. */
    private static Throwable refused(Throwable failure) {
        for (var each = failure; each != null; each = each.getCause()) {
            if (each instanceof EntityStreamException) {
                return ApiError.of(400, "The file broke off on its way. Send it again.");
            }
            if (each instanceof IOException) {
                return ApiError.of(507, "I can't save this file (disk full?). Try again when there is space.");
            }
        }
        return failure;
    }
}
