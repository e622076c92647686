package switchboard.telegram.outbox;

/** A token bucket, full at first. It counts in whole nanoseconds, so that nothing is lost to rounding. */
final class Bucket {
    private final int capacity;
    private long nanosPerToken;
    private long credit;
    private long asOf;

    Bucket(int capacity, long nanosPerToken) {
        this.capacity = capacity;
        this.nanosPerToken = nanosPerToken;
        this.credit = capacity * nanosPerToken;
    }

    /** When there will be this many tokens if none is taken until then; at most the capacity. */
    long readyAt(int tokens) {
        return asOf + Math.max(0, tokens * nanosPerToken - credit);
    }

    boolean full(long now) {
        return readyAt(capacity) <= now;
    }

    void take(long now) {
        refill(now);
        credit -= nanosPerToken;
    }

    /** Changes the rate and keeps the tokens. */
    void refillEvery(long nanos, long now) {
        refill(now);
        credit = (long) ((double) credit / nanosPerToken * nanos);
        nanosPerToken = nanos;
    }

    private void refill(long now) {
        credit = Math.min(capacity * nanosPerToken, credit + now - asOf);
        asOf = now;
    }
}
