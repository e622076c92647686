package switchboard.botapi.http;

import java.util.concurrent.CompletionException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import switchboard.botapi.ApiError;
import switchboard.botapi.LocalClient;
import switchboard.web.Answers;

/** Answers to calls of a page that fail for a reason that a person can read. */
final class Refusals {

    private Refusals() {}

    /** @throws CompletionException if it is a fault of ours */
    static HttpResponse of(Throwable failure) {
        var cause = cause(failure);
        if (cause instanceof ApiError error) {
            return Answers.refusal(StatusCodes.get(error.code()), error.description());
        }
        if (cause instanceof EntityStreamSizeException) {
            return Answers.refusal(StatusCodes.get(413), LocalClient.TOO_LARGE);
        }
        throw new CompletionException(failure);
    }

    /** What a failure comes from: the refusal that it wraps, or else its last cause. */
    static Throwable cause(Throwable failure) {
        var cause = failure;
        while (!(cause instanceof ApiError || cause instanceof EntityStreamSizeException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
