package switchboard.telegram.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.IOResult;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Keep;

/**
 * Writes files to the disk while they come over HTTP.
 *
 * @param silence the longest wait for the next bytes
 */
record FileDownload(ActorSystem<?> system, Duration silence) {

    /** Enough for 20 MB at 6 KB/s, and for 2 GB from a server near by. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final String UNWANTED = "not wanted any more";

    /**
     * Writes the body of an answer; gives the number of bytes.
     *
     * @param most fails with an {@link EntityStreamSizeException} if there are more bytes
     * @param download if it is cancelled, the stream ends, or does not begin
     */
    CompletionStage<Long> write(HttpResponse answer, Path target, long most, PendingDownload download) {
        if (!download.begin()) {
            answer.discardEntityBytes(system);
            return CompletableFuture.failedStage(new IOException(UNWANTED));
        }
        var running = answer.entity()
                .withSizeLimit(most)
                .getDataBytes()
                .idleTimeout(silence)
                .completionTimeout(LONGEST)
                .viaMat(KillSwitches.single(), Keep.right())
                .toMat(FileIO.toPath(target), Keep.both())
                .run(system);
        download.cancelled().thenRun(() -> running.first().abort(new IOException(UNWANTED)));
        return running.second().thenApply(IOResult::count);
    }

    /** What a caller can understand among the causes of a failure: Telegram's answer, or that there are too many bytes. */
    static Throwable cause(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TelegramException || cause instanceof EntityStreamSizeException) {
                return cause;
            }
        }
        return failure;
    }
}
