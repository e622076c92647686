package switchboard.guard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where links to closed places lead, looked up again after a second: for a check that is made at every turn, where some fifty
 * looks at the file system would cost more than all else that the engine does. Thread-safe.
 */
public final class RecentLinks implements Supplier<RealPaths> {

    static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private record Looked(RealPaths paths, long at) {}

    private final LongSupplier nanos;
    private final AtomicReference<Looked> latest;

    /** @param nanos a clock that never goes back, such as {@link System#nanoTime} */
    public RecentLinks(LongSupplier nanos) {
        this.nanos = nanos;
        this.latest = new AtomicReference<>(new Looked(new RealPaths(), nanos.getAsLong()));
    }

    @Override
    public RealPaths get() {
        var now = nanos.getAsLong();
        return latest.updateAndGet(
                        looked -> now - looked.at() < LOOK_AGAIN.toNanos() ? looked : new Looked(new RealPaths(), now))
                .paths();
    }
}
