package switchboard.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a process and all below it use, once a second. Memory is read from {@code /proc}: each process's share of what it has in
 * common with others ({@code Pss}), so that the sum counts nothing twice.
 */
final class Resources implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final long KILO = 1_024;

    /**
     * @param atMicros since the first
     * @param cpu of all processes so far
     * @param bytes of memory; 0 where it cannot be read
     * @param root what the first of the processes holds
     */
    record Sample(long atMicros, Duration cpu, long bytes, int processes, Held root) {}

    /**
     * What one process holds; 0 where it cannot be read.
     *
     * @param bytes of memory, without what it has in common with others
     * @param files that it has open, sockets and pipes among them
     */
    record Held(long bytes, int files, int threads) {

        static final Held NOTHING = new Held(0, 0, 0);

        static Held of(long pid) {
            return new Held(memory(pid, "Private_Dirty:"), count(pid, "fd"), count(pid, "task"));
        }

        private static int count(long pid, String directory) {
            try (var entries = Files.list(Path.of("/proc", Long.toString(pid), directory))) {
                return (int) entries.count();
            } catch (IOException | UncheckedIOException gone) {
                return 0;
            }
        }
    }

    private final Supplier<Optional<ProcessHandle>> root;
    private final long began;
    private final Map<Long, Duration> cpu = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private @Nullable Future<?> looking;

    private Resources(Supplier<Optional<ProcessHandle>> root, long began) {
        this.root = root;
        this.began = began;
    }

    /** @param root the process as it is at the moment, which may be replaced by another */
    static Resources watch(Supplier<Optional<ProcessHandle>> root) {
        var resources = new Resources(root, System.nanoTime());
        resources.looking =
                resources.clock.scheduleAtFixedRate(resources::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return resources;
    }

    private synchronized void look() {
        var bytes = 0L;
        var processes = 0;
        for (var each : tree().toList()) {
            processes++;
            bytes += memory(each.pid(), "Pss:");
            each.info().totalCpuDuration().ifPresent(time -> cpu.put(each.pid(), time));
        }
        var all = cpu.values().stream().reduce(Duration.ZERO, Duration::plus);
        var held = root.get().map(top -> Held.of(top.pid())).orElse(Held.NOTHING);
        samples.add(new Sample((System.nanoTime() - began) / 1_000, all, bytes, processes, held));
    }

    private Stream<ProcessHandle> tree() {
        return root.get().stream().flatMap(top -> Stream.concat(Stream.of(top), top.descendants()));
    }

    private static long memory(long pid, String kind) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(kind))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILO)
                    .sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /** The samples so far, and one of now. */
    synchronized List<Sample> samples() {
        look();
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.cancel(false);
        }
        clock.shutdownNow();
    }
}
