package switchboard.telegram.update;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many requests a person may send within a time, over all chats. What counts is when they were sent, and not when they come in,
 * so that what has waited anywhere is not refused. A request that comes again is not counted again. Thread-safe.
 */
public final class RateLimit {

    /**
     * What a person may send.
     *
     * @param requests 0 for as many as they like
     */
    public record Allowance(int requests, Duration window) {

        public static final Allowance UNLIMITED = new Allowance(0, Duration.ofMinutes(1));
    }

    private record Request(Instant at, List<Long> updates) {}

    private final Allowance allowance;
    private final Map<String, Deque<Request>> known = new HashMap<>();

    public RateLimit(Allowance allowance) {
        this.allowance = allowance;
    }

    Allowance allowance() {
        return allowance;
    }

    /**
     * Counts a request unless the person has sent too many.
     *
     * @param updates in which it came
     * @return after how long they may send it again; empty if it is counted
     */
    synchronized Optional<Duration> take(String person, Instant at, List<Long> updates) {
        if (allowance.requests() == 0) {
            return Optional.empty();
        }
        var requests = known.getOrDefault(person, new ArrayDeque<>());
        if (requests.stream().anyMatch(request -> !Collections.disjoint(request.updates(), updates))) {
            return Optional.empty();
        }
        var since = at.minus(allowance.window());
        var counted = requests.stream()
                .map(Request::at)
                .filter(each -> each.isAfter(since) && !each.isAfter(at))
                .sorted()
                .toList();
        if (counted.size() < allowance.requests()) {
            admit(person, at, updates);
            return Optional.empty();
        }
        var first = counted.get(counted.size() - allowance.requests());
        return Optional.of(Duration.between(since, first));
    }

    /** Counts a request that must not be refused. */
    synchronized void admit(String person, Instant at, List<Long> updates) {
        if (allowance.requests() == 0) {
            return;
        }
        var requests = known.computeIfAbsent(person, unknown -> new ArrayDeque<>());
        requests.add(new Request(at, updates));
        var newest = requests.stream().map(Request::at).max(Instant::compareTo).orElse(at);
        requests.removeIf(request -> !request.at().isAfter(newest.minus(allowance.window())));
    }
}
