package switchboard.botapi.http;

import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.UniversalEntity;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.ApiError;
import switchboard.botapi.FileStore;
import switchboard.botapi.FileStore.StoredFile;

/** The bodies of uploads and downloads. Only one upload is in memory at a time, and no download as a whole. */
final class Bodies {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration UPLOAD = Duration.ofMinutes(2);

    private final FileStore files;
    private final OneAtATime uploads = new OneAtATime(PATIENCE);

    Bodies(FileStore files) {
        this.files = files;
    }

    /**
     * Reads an upload and does the work with it, as soon as no other is under way. If an upload is refused unread, its bytes are
     * discarded, so that the sender reads the refusal.
     *
     * @param most the most bytes
     * @param work fails if the upload is refused
     */
    CompletionStage<HttpResponse> upload(
            RequestEntity body,
            long most,
            Materializer materializer,
            Function<HttpEntity.Strict, CompletionStage<HttpResponse>> work) {
        Supplier<CompletionStage<HttpResponse>> read =
                () -> body.toStrict(UPLOAD.toMillis(), most, materializer).thenCompose(work);
        return uploads.run(read).whenComplete((answer, failure) -> {
            if (isBusy(failure)) {
                body.discardBytes(materializer);
            }
        });
    }

    private static boolean isBusy(@Nullable Throwable failure) {
        return failure != null && cause(failure) instanceof ApiError refused && refused.code() == 503;
    }

    /** The failure without the wrapper of a stage. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }

    /**
     * A stored file, read while it is sent.
     *
     * @throws ApiError 404 if it is gone from the disk
     */
    UniversalEntity download(ContentType type, StoredFile file) {
        var path = files.path(file);
        if (path.isEmpty()) {
            return HttpEntities.create(type, files.content(file).bytes());
        }
        if (!Files.isReadable(path.get())) {
            throw ApiError.of(404, "There is no such file.");
        }
        return HttpEntities.create(type, path.get());
    }
}
