package switchboard.it.anthropic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the model: text first, then tool calls. It stops with {@code tool_use} if it has calls, else with {@code end_turn}.
 *
 * @param text may be empty
 * @param calls may be empty
 * @param chunkSize code points per text delta, at least 1
 * @param pause between two text deltas
 * @param latch where the stream waits after its first text delta (without text: before the first call), or null
 * @param usage the token counts reported
 * @param headers extra response headers
 */
public record Round(
        String text,
        List<ToolCall> calls,
        int chunkSize,
        Duration pause,
        @Nullable String latch,
        Usage usage,
        Map<String, String> headers) {

    static final int CHUNK_SIZE = 16;

    /** Token counts of one answer. */
    public record Usage(int input, int output, int cacheRead, int cacheCreation) {
        static final Usage DEFAULT = new Usage(120, 7, 20, 10);
    }

    static Round of(String text, List<ToolCall> calls) {
        return new Round(text, calls, CHUNK_SIZE, Duration.ZERO, null, Usage.DEFAULT, Map.of());
    }

    Round withChunkSize(int codePoints) {
        return new Round(text, calls, codePoints, pause, latch, usage, headers);
    }

    Round withPause(Duration perChunk) {
        return new Round(text, calls, chunkSize, perChunk, latch, usage, headers);
    }

    Round withLatch(String name) {
        return new Round(text, calls, chunkSize, pause, name, usage, headers);
    }

    Round withUsage(Usage counts) {
        return new Round(text, calls, chunkSize, pause, latch, counts, headers);
    }

    Round withHeaders(Map<String, String> extra) {
        return new Round(text, calls, chunkSize, pause, latch, usage, Map.copyOf(extra));
    }

    String stopReason() {
        return calls.isEmpty() ? "end_turn" : "tool_use";
    }
}
