package switchboard.telegram.api;

import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Explains in one sentence for the log why a call of the Bot API failed and what can be done about it. Pure. */
public final class Diagnosis {

    /** Pekko's words before the reason why a connection failed. */
    private static final Pattern OF_A_CONNECTION = Pattern.compile("Tcp command .* failed because of (?:[\\w.$]+: )?");

    private Diagnosis() {}

    public static String of(Failure failure) {
        return switch (failure) {
            case Failure.Refused refused ->
                "Telegram refuses it: " + refused.code() + " " + refused.description() + ".";
            case Failure.TooManyRequests many ->
                "Telegram asks for a pause of " + many.retryAfter().toSeconds() + " s (429, too many requests).";
            case Failure.Unreachable unreachable -> unreachable(unreachable.cause());
            case Failure.Unavailable unavailable ->
                "Telegram has trouble of its own (" + unavailable.cause().getMessage() + "); this usually passes.";
            case Failure.Unclear unclear -> unclear(unclear.cause());
        };
    }

    private static String unreachable(Throwable cause) {
        if (cause instanceof SSLException) {
            return "There is no safe connection to Telegram (" + cause.getMessage()
                    + "): something between may have put itself in its place. Check the network and the machine's clock.";
        }
        if (HttpTelegramApi.isOfProxy(cause)) {
            return "The proxy does not connect to Telegram (" + cause.getMessage()
                    + "). Check HTTPS_PROXY, its user and password, and NO_PROXY.";
        }
        return "Telegram cannot be reached (" + reason(cause)
                + "). Check the network, HTTPS_PROXY or TELEGRAM_API_ROOT.";
    }

    private static String unclear(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "Telegram does not answer in time. Check the network.";
        }
        if (!(cause instanceof ForeignAnswer foreign)) {
            return "The connection to Telegram broke (" + reason(cause) + ").";
        }
        return foreign.isPage()
                ? "A web page came instead of Telegram's answer (" + foreign.getMessage()
                        + "): a proxy or the network's login page is in between, or TELEGRAM_API_ROOT is wrong."
                : "An answer came that is not Telegram's (" + foreign.getMessage()
                        + "). Check TELEGRAM_API_ROOT and any proxy in between.";
    }

    private static String reason(Throwable cause) {
        var told = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return OF_A_CONNECTION.matcher(told).replaceFirst("");
    }
}
