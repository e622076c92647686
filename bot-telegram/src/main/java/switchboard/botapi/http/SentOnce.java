package switchboard.botapi.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What was sent lately, by the id that its sender gave it. Thread-safe. */
final class Sent {

    private static final int MOST = 1000;

    private final Map<String, CompletableFuture<HttpResponse>> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<HttpResponse>> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Sends it, unless it was sent or is being sent: then the answer is the same. What failed may be sent again.
     *
     * @param randomId empty for none: sent in any case
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
