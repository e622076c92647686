package switchboard.telegram.api;

import java.time.Duration;
import java.util.OptionalLong;

/** How a call failed, told apart by what the caller may do next. */
public sealed interface Failure {

    /**
     * Telegram answered and did not execute the call; repeating it unchanged is useless.
     *
     * @param code Telegram's error code, the HTTP status of its answer
     * @param description Telegram's text, such as {@code Bad Request: chat not found}
     * @param migrateToChatId the supergroup that took this group's place
     */
    record Refused(int code, String description, OptionalLong migrateToChatId) implements Failure {

        /** Whether it is the token that is refused, revoked (401) or of a wrong form (404), and not what was asked. */
        public boolean isOfToken() {
            return code == 401 || (code == 404 && !description.contains("method not found"));
        }
    }

    /** Not executed, too much was asked (429); nothing more may be sent to that chat for {@code retryAfter}. */
    record TooManyRequests(Duration retryAfter) implements Failure {}

    /** Surely not executed: no connection came about (refused, no route, DNS, TLS) or none was free. */
    record Unreachable(Throwable cause) implements Failure {}

    /** Most likely not executed: the server answered with an error of its own (5xx), as it does while it restarts. */
    record Unavailable(Throwable cause) implements Failure {}

    /** Perhaps executed: a timeout, a connection lost after writing, an answer that nobody can read. */
    record Unclear(Throwable cause) implements Failure {}
}
