package switchboard.it.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What lives on this JVM's heap. Living objects are counted and not the heap's used bytes, of which a collection may leave
 * some that are free.
 *
 * @param histogram a file, so that what is known of one look is no part of the next
 */
record Heap(Path histogram) {

    /** The objects of one class. */
    record Living(long count, long bytes) {
        private static final Living NONE = new Living(0, 0);

        private Living plus(Living other) {
            return new Living(count + other.count, bytes + other.bytes);
        }

        private Living minus(Living other) {
            return new Living(count - other.count, bytes - other.bytes);
        }
    }

    private static final int COLLECTIONS = 5;
    private static final String FREE = "[Ljdk.internal.vm.FillerElement;";

    /** Collects garbage and looks. */
    static Heap now(Path histogram) throws IOException {
        for (var i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return new Heap(Files.writeString(histogram, text()));
    }

    /** How many objects of a class live now. */
    static long countOf(Class<?> type) {
        return parse(text()).getOrDefault(type.getName(), Living.NONE).count();
    }

    long bytes() {
        return classes().values().stream().mapToLong(Living::bytes).sum();
    }

    /** What has been added since an earlier look, by class. */
    Map<String, Living> since(Heap before) {
        var earlier = before.classes();
        return classes().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey(),
                        entry -> entry.getValue().minus(earlier.getOrDefault(entry.getKey(), Living.NONE))));
    }

    private Map<String, Living> classes() {
        try {
            return parse(Files.readString(histogram));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, Living> parse(String text) {
        return text.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 4 && words[0].matches("\\d+:") && !words[3].startsWith(FREE))
                .collect(Collectors.toMap(
                        words -> words[3],
                        words -> new Living(Long.parseLong(words[1]), Long.parseLong(words[2])),
                        Living::plus));
    }

    /** As {@code jcmd <pid> GC.class_histogram} prints it. */
    private static String text() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
