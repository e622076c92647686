package switchboard.botapi.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import switchboard.botapi.ApiError;

/**
 * Lets files in one after another, in the order in which they come, because each is in memory as a whole. No thread waits.
 * Thread-safe.
 */
final class OneAtATime {

    private final Duration patience;
    private final ArrayDeque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private boolean taken;

    /** @param patience how long somebody waits for their turn */
    OneAtATime(Duration patience) {
        this.patience = patience;
    }

    /**
     * Does a piece of work when all earlier ones are done.
     *
     * @return the result of the work; fails with {@link ApiError} 503 if its turn does not come in time
     */
    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> work) {
        return turn().thenCompose(mine -> done(work));
    }

    private CompletionStage<Void> turn() {
        var turn = new CompletableFuture<Void>();
        synchronized (this) {
            if (!taken) {
                taken = true;
                return CompletableFuture.completedFuture(null);
            }
            waiting.add(turn);
        }
        return turn.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof TimeoutException
                                ? ApiError.of(503, "Another file is being sent; try again in a moment.")
                                : failure));
    }

    private <T> CompletionStage<T> done(Supplier<CompletionStage<T>> work) {
        try {
            return work.get().whenComplete((result, failure) -> next());
        } catch (RuntimeException | Error failure) {
            next();
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Lets the next one in; skips those who have given up. */
    private void next() {
        for (var next = poll(); next.isPresent(); next = poll()) {
            if (next.get().complete(null)) {
                return;
            }
        }
    }

    private synchronized Optional<CompletableFuture<Void>> poll() {
        var next = Optional.ofNullable(waiting.poll());
        taken = next.isPresent();
        return next;
    }
}
