package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one request for updates that waits; a later one takes its place. Guarded by the lock of its {@link BotApiState}; answers are
 * given without it.
 */
final class LongPoll {
    private record Waiting(CompletableFuture<JsonNode> answer, Supplier<List<ObjectNode>> take) {}

    private static final String TAKEN_OVER =
            "terminated by other getUpdates request; make sure that only one bot instance is running";

    private final BotApiState state;
    private @Nullable Waiting waiting;
    private boolean queued;
    private boolean closed;

    LongPoll(BotApiState state) {
        this.state = state;
    }

    /**
     * The first updates there are.
     *
     * @param take gives them; asked at once and at every new update
     * @param seconds of real time; when they are over the answer is an empty list, on a thread that must not be held up
     * @return fails with {@link ApiError} 409 if another request begins to wait meanwhile
     */
    CompletionStage<JsonNode> answer(Supplier<List<ObjectNode>> take, long seconds) {
        queued = false;
        List<ObjectNode> found = take.get();
        if (!found.isEmpty() || seconds == 0 || closed) {
            return CompletableFuture.completedStage(list(found));
        }
        if (waiting != null) {
            CompletableFuture<JsonNode> former = waiting.answer();
            state.afterwards(() -> former.completeExceptionally(ApiError.conflict(TAKEN_OVER)));
        }
        var answer = new CompletableFuture<JsonNode>();
        waiting = new Waiting(answer, take);
        return answer.completeOnTimeout(Json.array(), seconds, TimeUnit.SECONDS);
    }

    /** Something was queued: {@link #look} is worth its while. */
    void queued() {
        queued = true;
    }

    /** Gives the waiting request what was queued. */
    void look() {
        Waiting now = waiting;
        if (now != null && queued && !now.answer().isDone()) {
            queued = false;
            List<ObjectNode> found = now.take().get();
            if (!found.isEmpty()) {
                waiting = null;
                state.afterwards(() -> now.answer().complete(list(found)));
            }
        }
    }

    /** Ends the waiting request with no updates; none will wait from now on. */
    void close() {
        closed = true;
        Waiting now = waiting;
        if (now != null) {
            waiting = null;
            state.afterwards(() -> now.answer().complete(Json.array()));
        }
    }

    private static JsonNode list(List<ObjectNode> updates) {
        return Json.array().addAll(updates);
    }
}
