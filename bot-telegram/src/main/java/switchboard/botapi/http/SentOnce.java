package switchboard.botapi.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Remembers recent messages by the id that their sender gave them, so that a repeated call sends nothing twice. Thread-safe. */
final class SentOnce {

    private static final int MOST = 1000;

    private final Map<String, CompletableFuture<HttpResponse>> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<HttpResponse>> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Sends a message. If the message was sent or is being sent, the caller gets the same answer. A failed message may be sent
     * again.
     *
     * @param randomId empty if the sender gave no id; then the message is always sent
     */
    CompletableFuture<HttpResponse> once(String randomId, Supplier<CompletableFuture<HttpResponse>> send) {
        if (randomId.isEmpty()) {
            return send.get();
        }
        synchronized (answers) {
            var known = answers.get(randomId);
            if (known != null && !known.isCompletedExceptionally()) {
                return known;
            }
            var answer = send.get();
            answers.put(randomId, answer);
            return answer;
        }
    }
}
