package switchboard.it.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.persistence.file.FileStateStore;

/**
 * How many turns the engine carries with the product's session files, each of which is on the disk before the chat relies on it.
 * Beside it, in turns, as many threads as the store has replace files of the same size: write, fsync, rename, fsync of the
 * directory. The store's writes are the growth of the files' revisions; its calls of fsync are the JVM's own events.
 */
class SessionFilesBench {

    private static final int CHATS = Integer.getInteger("chats", 500);
    private static final int WARM_UP = Integer.getInteger("warm", 10_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int MEASURED = Integer.getInteger("measured", 1_000);

    /** Bare writes in each round. */
    private static final int BARE = 3 * MEASURED;

    @TempDir
    Path dir;

    private final LongAdder fileSyncs = new LongAdder();
    private final LongAdder directorySyncs = new LongAdder();

    @Test
    void sessionFiles() throws Exception {
        var config = config();
        var threads = config.getInt(FileStateStore.ID + ".dispatcher.thread-pool-executor.fixed-pool-size");
        var engine = 0L;
        var bare = 0L;
        var cpu = 0.0;
        var writes = 0L;
        byte[] content;
        try (var load = new EngineLoad(config, dir, CHATS, CHATS);
                var syncs = syncs()) {
            load.run(WARM_UP);
            load.awaitQuiet();
            content = Files.readAllBytes(sessions().resolve("1.json"));
            bare(threads, content, BARE);
            syncs.startAsync();
            var before = writes();
            for (var round = 0; round < ROUNDS; round++) {
                var begin = System.nanoTime();
                var figures = load.run(MEASURED);
                load.awaitQuiet();
                engine += System.nanoTime() - begin;
                cpu += figures.cpuMicros() / ROUNDS;
                bare += bare(threads, content, BARE);
            }
            writes = writes() - before;
            syncs.stop();
        }
        var count = (double) ROUNDS * MEASURED;
        var perSecond = count * 1e9 / engine;
        var bareRate = BARE * ROUNDS * 1e9 / bare;
        var perTurn = writes / count;
        new Report(
                        "The engine with session files, " + CHATS + " chats (" + ROUNDS + " rounds of " + MEASURED
                                + " turns, after " + WARM_UP + "; files of " + content.length + " bytes, " + threads
                                + " threads)",
                        "",
                        "figure",
                        "goal")
                .row("turns a second", Report.number(perSecond), "")
                .row("CPU µs a turn", Report.number(cpu), "")
                .row("writes a turn", Report.number(perTurn), "at most 4")
                .row("fsyncs of a file, a turn", Report.number(fileSyncs.sum() / count), "")
                .row("fsyncs of the directory, a turn", Report.number(directorySyncs.sum() / count), "")
                .row("bare writes a second", Report.number(bareRate), "")
                .row("bare writes a second / writes a turn", Report.number(bareRate / perTurn), "")
                .row("ratio", Math.round(100 * perSecond * perTurn / bareRate) + " %", "at least 75 %")
                .print();
    }

    private Config config() {
        return ConfigFactory.parseMap(Map.of(
                        "pekko.loglevel",
                        "WARNING",
                        "pekko.persistence.state.plugin",
                        FileStateStore.ID,
                        FileStateStore.ID + ".directory",
                        sessions().toString()))
                .withFallback(ConfigFactory.load());
    }

    private Path sessions() {
        return dir.resolve("sessions");
    }

    private RecordingStream syncs() {
        var stream = new RecordingStream();
        stream.enable("jdk.FileForce").withoutStackTrace().withThreshold(Duration.ZERO);
        stream.onEvent("jdk.FileForce", event -> {
            var path = Path.of(event.getString("path"));
            if (path.startsWith(sessions())) {
                (path.equals(sessions()) ? directorySyncs : fileSyncs).increment();
            }
        });
        return stream;
    }

    /** All states that the session files have had. */
    private long writes() throws IOException {
        var mapper = new ObjectMapper();
        var sum = 0L;
        try (var files = Files.newDirectoryStream(sessions(), "*.json")) {
            for (var file : files) {
                sum += mapper.readTree(file.toFile()).path("revision").asLong();
            }
        }
        return sum;
    }

    /** Nanoseconds until so many files are replaced. */
    private long bare(int threads, byte[] content, int count) throws Exception {
        var directory = Files.createDirectories(dir.resolve("bare"));
        var next = new AtomicInteger();
        var begin = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var all = new ArrayList<Future<?>>();
            for (var thread = 0; thread < threads; thread++) {
                all.add(pool.submit(() -> {
                    for (var i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        replace(directory.resolve((i % CHATS + 1) + ".json"), content, i);
                    }
                    return null;
                }));
            }
            await(all);
        }
        return System.nanoTime() - begin;
    }

    private static void await(List<Future<?>> all) throws ExecutionException, InterruptedException {
        for (var each : all) {
            each.get();
        }
    }

    private static void replace(Path file, byte[] content, int number) throws IOException {
        var temporary = file.resolveSibling(number + ".tmp");
        try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (var channel = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
