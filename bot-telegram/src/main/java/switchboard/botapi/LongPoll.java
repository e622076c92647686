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
 * The one waiting request for updates. A later request replaces it. Guarded by the lock of its {@link BotApiState}, but answers
 * are given without it.
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
     * The next updates, as soon as there are any.
     *
     * @param take gives the updates; called at once and at every new update
     * @param seconds real time. After that the answer is an empty list, on a thread that must not be blocked
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

    /** An update was queued, so the next {@link #look} has something to do. */
    void queued() {
        queued = true;
    }

    /** Gives the waiting request the queued updates. */
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

    /** Ends the waiting request without updates. From now on no request waits. */
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
