package switchboard.it.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Durations of one kind: recorded in nanoseconds, kept and told in milliseconds with a resolution of a microsecond. */
final class Samples {

    private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(2), 5);

    void add(long nanos) {
        micros.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    long count() {
        return micros.getTotalCount();
    }

    double median() {
        return micros.getValueAtPercentile(50) / 1e3;
    }

    double p90() {
        return micros.getValueAtPercentile(90) / 1e3;
    }

    double p99() {
        return micros.getValueAtPercentile(99) / 1e3;
    }
}
