package switchboard.telegram.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A download. When it has ended, nothing is written any more, also if it was cancelled. */
final class PendingDownload extends CompletableFuture<Long> {

    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private boolean writing;

    /** Whether the file may be written: it was not cancelled while the answer was awaited. */
    synchronized boolean begin() {
        writing = !cancelled.isDone();
        return writing;
    }

    /** Once it begins to write, it ends when that has ended. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return mayEnd() && super.cancel(mayInterruptIfRunning);
    }

    private synchronized boolean mayEnd() {
        cancelled.complete(null);
        return !writing;
    }

    /** Done when it is cancelled. */
    CompletionStage<Void> cancelled() {
        return cancelled;
    }
}
