package switchboard.it.fake;

import java.time.Duration;
<<<<<<< HEAD
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes wrong with one API call. Counted per HTTP request, so that the CLI's own retries use faults up too. */
public sealed interface Fault {

    /** An HTTP error with Anthropic's error body. */
    record Status(int status, String type, String message, Map<String, String> headers) implements Fault {}

    /** The connection is closed after that many text deltas; 0 = before any byte of the response. */
    record Drop(int afterChunks) implements Fault {}

    /** An SSE {@code event: error} after that many text deltas; the connection then ends in order. */
    record StreamError(String type, String message, int afterChunks) implements Fault {}

    /** Nothing for that long, then the scripted answer. */
    record Delay(Duration duration) implements Fault {}

    /** 529: the CLI retries it. */
    static Fault overloaded() {
        return new Status(529, "overloaded_error", "Overloaded", Map.of());
    }

    /** 500: the CLI retries it. */
    static Fault internalError() {
        return new Status(500, "api_error", "Internal server error", Map.of());
    }

    /**
     * 401 that says {@code x-should-retry: false}. Without that header CLI 2.1.330 retries a 401 like an overload, ten times in about
     * three minutes.
     */
    static Fault unauthorized() {
        return new Status(401, "authentication_error", "invalid x-api-key", Map.of("x-should-retry", "false"));
    }

    /** 404. The CLI repeats a streaming request that got it once without streaming, so that a turn uses two of these up. */
    static Fault modelNotFound(String model) {
        return new Status(404, "not_found_error", "model: " + model, Map.of());
    }

    /** 429. With a short {@code retryAfter} the CLI waits and retries, with a long one (an hour) the turn ends. */
    static Fault rateLimited(Duration retryAfter) {
        return new Status(
                429,
                "rate_limit_error",
                "This request would exceed your account rate limit. Please try again later.",
                Map.of("retry-after", Long.toString(retryAfter.toSeconds())));
    }

    /**
     * A used-up five-hour limit: "You've hit your 5-hour limit · resets 3:36pm (UTC)" and a {@code rate_limit_event}, but only
     * if the CLI runs with {@code CLAUDE_CODE_OAUTH_TOKEN}; with an API key it is a plain 429.
     */
    static Fault usageLimit(Instant resets) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("retry-after", "7200");
        headers.put("anthropic-ratelimit-unified-status", "rejected");
        headers.put("anthropic-ratelimit-unified-reset", Long.toString(resets.getEpochSecond()));
        headers.put("anthropic-ratelimit-unified-representative-claim", "five_hour");
        headers.put("anthropic-ratelimit-unified-overage-status", "rejected");
        headers.put("anthropic-ratelimit-unified-overage-disabled-reason", "org_level_disabled");
        return new Status(
                429,
                "rate_limit_error",
                "This request would exceed your account rate limit. Please try again later.",
                headers);
    }

    /**
     * Headers of a good answer that announce how much of the five-hour limit is used; the CLI with an OAuth token tells it as
     * {@code rate_limit_event} with {@code allowed_warning}.
     *
     * @param utilization 0 to 1
     */
    static Map<String, String> usageWarning(double utilization, Instant resets) {
        String reset = Long.toString(resets.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("anthropic-ratelimit-unified-status", "allowed_warning");
        headers.put("anthropic-ratelimit-unified-reset", reset);
        headers.put("anthropic-ratelimit-unified-representative-claim", "five_hour");
        headers.put("anthropic-ratelimit-unified-5h-status", "allowed_warning");
        headers.put("anthropic-ratelimit-unified-5h-utilization", Double.toString(utilization));
        headers.put("anthropic-ratelimit-unified-5h-reset", reset);
        headers.put("anthropic-ratelimit-unified-5h-surpassed-threshold", "0.9");
        return headers;
=======

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
>>>>>>> 53ed512065b878f3187d5aa0b80480fec0c87344
    }
}
