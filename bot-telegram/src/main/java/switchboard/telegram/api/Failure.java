package switchboard.telegram.api;

import java.time.Duration;
import java.util.OptionalLong;

/** How a call failed. The kinds differ in what the caller may do next. */
public sealed interface Failure {

    /**
     * Telegram answered and did not execute the call; repeating it unchanged is useless.
     *
     * @param code Telegram's error code, the HTTP status of its answer
     * @param description Telegram's text, such as {@code Bad Request: chat not found}
     * @param migrateToChatId the supergroup that has replaced this group
     */
    record Refused(int code, String description, OptionalLong migrateToChatId) implements Failure {

        private static final int HERE = 0;

        /** The call was not made; the sentence says why, to a person. */
        public static Refused here(String sentence) {
            return new Refused(HERE, sentence, OptionalLong.empty());
        }

        /** Whether this program has refused it, and not Telegram. */
        public boolean isHere() {
            return code == HERE;
        }

        /** Whether Telegram refuses the token and not the call: it is revoked (401) or has a wrong form (404). */
        public boolean isOfToken() {
            return code == 401 || (code == 404 && !description.contains("method not found"));
        }
    }

    /** Not executed, because there were too many calls (429). Nothing more may be sent to that chat for {@code retryAfter}. */
    record TooManyRequests(Duration retryAfter) implements Failure {}

    /** Surely not executed: no connection could be made (refused, no route, DNS, TLS) or none was free. */
    record Unreachable(Throwable cause) implements Failure {}

    /** Most likely not executed: the server answered with an error of its own (5xx), for example during a restart. */
    record Unavailable(Throwable cause) implements Failure {}

    /** Perhaps executed: a timeout, a connection lost after writing, or an unreadable answer. */
    record Unclear(Throwable cause) implements Failure {}
}
