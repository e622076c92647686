package switchboard.it.anthropic;

import java.time.Duration;
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
        var headers = new LinkedHashMap<String, String>();
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
        var headers = new LinkedHashMap<String, String>();
        headers.put("anthropic-ratelimit-unified-status", "allowed_warning");
        headers.put("anthropic-ratelimit-unified-reset", reset);
        headers.put("anthropic-ratelimit-unified-representative-claim", "five_hour");
        headers.put("anthropic-ratelimit-unified-5h-status", "allowed_warning");
        headers.put("anthropic-ratelimit-unified-5h-utilization", Double.toString(utilization));
        headers.put("anthropic-ratelimit-unified-5h-reset", reset);
        headers.put("anthropic-ratelimit-unified-5h-surpassed-threshold", "0.9");
        return headers;
    }
}
