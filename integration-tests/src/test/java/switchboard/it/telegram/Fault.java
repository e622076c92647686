package switchboard.it.telegram;

import java.time.Duration;
import switchboard.botapi.ApiError;

/** What goes wrong with a call. */
public sealed interface Fault {
    /** The call is not executed and answered so. */
    record Refused(int status, String contentType, String body) implements Fault {}

    /** The call is not executed; its chat is told to be silent for some seconds, and calls before that are counted. */
    record FloodWait(int seconds) implements Fault {}

    /** The connection is closed without an answer; {@code executed} says whether the call took effect before. */
    record Dropped(boolean executed) implements Fault {}

    /** The call is executed at once, its answer comes later (real time). */
    record Delayed(Duration by) implements Fault {}

    /** Telegram's answer with an error code, e.g. {@code error(500, "Internal Server Error")}. */
    static Fault error(int code, String description) {
        return new Refused(
                code, "application/json", ApiError.of(code, description).json().toString());
    }

    static Fault internalError() {
        return error(500, "Internal Server Error");
    }

    /** A gateway's page: not JSON. */
    static Fault badGateway() {
        return new Refused(
                502, "text/html", "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>");
    }

    static Fault blocked() {
        return error(403, "Forbidden: bot was blocked by the user");
    }

    /**
     * A 429.
     *
     * @param retryAfter in seconds, at least 1
     */
    static Fault tooManyRequests(int retryAfter) {
        return new FloodWait(retryAfter);
    }

    static Fault droppedBefore() {
        return new Dropped(false);
    }

    static Fault droppedAfter() {
        return new Dropped(true);
    }

    static Fault delayed(Duration by) {
        return new Delayed(by);
    }
}
