package switchboard.it.fault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts by name, in the order in which the names were first met. Not thread-safe. */
final class Tally {

    private final Map<String, Long> counts = new LinkedHashMap<>();

    Tally add(String name, long count) {
        counts.merge(name, count, Long::sum);
        return this;
    }

    Tally add(String prefix, Map<String, Integer> more) {
        more.forEach((name, count) -> add(prefix + name, count));
        return this;
    }

    Tally add(Tally other) {
        other.counts.forEach(this::add);
        return this;
    }

    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** What is not zero, in one line. */
    String line() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** A line for each name: the name, a tab, the count. */
    String table() {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + "\t" + entry.getValue() + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
