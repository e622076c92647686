package switchboard.telegram.api;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A call of the Bot API that failed. Neither it nor its causes contain the bot token. */
public final class TelegramException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    /**
     * @param method the Bot API method, for the message
     * @param failure how the call failed; its texts and causes must not contain the token
     */
    public TelegramException(String method, Failure failure) {
        super(method + ": " + describe(failure), cause(failure));
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    /**
     * The failure of a call whose stage ended with {@code thrown}. Anything but a TelegramException is a bug; nobody knows then
     * whether the call had an effect.
     */
    public static Failure failureOf(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        return cause instanceof TelegramException telegram ? telegram.failure : new Failure.Unclear(cause);
    }

    private static String describe(Failure failure) {
        return switch (failure) {
            case Failure.Refused refused -> "refused, " + refused.code() + " " + refused.description();
            case Failure.TooManyRequests many ->
                "too many requests, retry after " + many.retryAfter().toSeconds() + " s";
            case Failure.Unreachable unreachable -> "not reached, " + unreachable.cause();
            case Failure.Unavailable unavailable -> "not available, " + unavailable.cause();
            case Failure.Unclear unclear -> "outcome unclear, " + unclear.cause();
        };
    }

    private static @Nullable Throwable cause(Failure failure) {
        return switch (failure) {
            case Failure.Refused refused -> null;
            case Failure.TooManyRequests many -> null;
            case Failure.Unreachable unreachable -> unreachable.cause();
            case Failure.Unavailable unavailable -> unavailable.cause();
            case Failure.Unclear unclear -> unclear.cause();
        };
    }
}
