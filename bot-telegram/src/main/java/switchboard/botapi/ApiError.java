package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refused call: Telegram's error code (also the HTTP status), its description and the response parameters. */
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final int retryAfter;
    private final long migrateTo;

    private ApiError(int code, String description, int retryAfter, long migrateTo) {
        super(description);
        this.code = code;
        this.retryAfter = retryAfter;
        this.migrateTo = migrateTo;
    }

    public static ApiError badRequest(String description) {
        return new ApiError(400, "Bad Request: " + description, 0, 0);
    }

    public static ApiError forbidden(String description) {
        return new ApiError(403, "Forbidden: " + description, 0, 0);
    }

    public static ApiError conflict(String description) {
        return new ApiError(409, "Conflict: " + description, 0, 0);
    }

    public static ApiError of(int code, String description) {
        return new ApiError(code, description, 0, 0);
    }

    /** @param seconds how long the caller has to stay silent, at least 1 */
    public static ApiError tooManyRequests(int seconds) {
        return new ApiError(429, "Too Many Requests: retry after " + seconds, seconds, 0);
    }

    public static ApiError migrated(long newChatId) {
        return new ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", 0, newChatId);
    }

    public int code() {
        return code;
    }

    public String description() {
        return String.valueOf(getMessage());
    }

    /** The seconds of silence that Telegram asks for; 0 = not a 429. */
    public int retryAfter() {
        return retryAfter;
    }

    public ObjectNode json() {
        ObjectNode answer =
                Json.object().put("ok", false).put("error_code", code).put("description", description());
        if (retryAfter > 0) {
            answer.putObject("parameters").put("retry_after", retryAfter);
        }
        if (migrateTo != 0) {
            answer.putObject("parameters").put("migrate_to_chat_id", migrateTo);
        }
        return answer;
    }
}
