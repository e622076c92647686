package switchboard.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mark in a child's environment. It finds the child's whole process tree, even if the parent is gone and tools have sessions
 * of their own. Blocks: callers run on threads of their own.
 *
 * <p>The search reads {@code /proc/<pid>/environ}, so it finds leftovers only on Linux.
 */
public final class ProcessMark {

    /** The variable that carries the mark. */
    public static final String VARIABLE = "SWITCHBOARD_MARK";

    private static final Logger LOG = LoggerFactory.getLogger(ProcessMark.class);
    private static final Path PROC = Path.of("/proc");

    /** How often to look at a process that shows no environment. */
    private static final int MOST_LOOKS = 50;

    private static final long BETWEEN_LOOKS_NANOS = 200_000;

    private ProcessMark() {}

    /**
     * Ends every process whose mark begins with {@code prefix}: SIGTERM, up to {@code graceMillis} later SIGKILL.
     *
     * @return the number of processes found
     */
    public static int sweep(String prefix, long graceMillis) {
        var found = carrying(prefix);
        if (found.isEmpty()) {
            return 0;
        }
        LOG.info("Ending {} leftover process(es)", found.size());
        found.forEach(ProcessHandle::destroy);
        awaitExit(found, graceMillis);
        // A tool whose parent has ended may have forked meanwhile, so look again.
        for (var round = 0; round < 3; round++) {
            var left = carrying(prefix);
            if (left.isEmpty()) {
                break;
            }
            left.forEach(ProcessHandle::destroyForcibly);
            awaitExit(left, graceMillis);
        }
        return found.size();
    }

    /** The living processes whose mark begins with {@code prefix}. */
    public static List<ProcessHandle> carrying(String prefix) {
        if (!Files.isDirectory(PROC)) {
            return List.of();
        }
        var wanted = VARIABLE + "=" + prefix;
        var self = self();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            var found = new ArrayList<ProcessHandle>();
            for (var entry : entries) {
                var pid = Long.parseLong(entry.getFileName().toString());
                if (pid != self && variables(entry).anyMatch(each -> each.startsWith(wanted))) {
                    ProcessHandle.of(pid).filter(ProcessHandle::isAlive).ifPresent(found::add);
                }
            }
            return found;
        } catch (IOException unreadable) {
            LOG.warn("Cannot look for leftover processes: {}", unreadable.toString());
            return List.of();
        }
    }

    /** The id of this JVM's process. */
    public static long self() {
        return ProcessHandle.current().pid();
    }

    private static Stream<String> variables(Path process) {
        try {
            var environment = environment(process);
            for (var look = 0; look < MOST_LOOKS && environment.isEmpty() && hasProgram(process); look++) {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
                environment = environment(process);
            }
            return Stream.of(environment.split("\0"));
        } catch (IOException goneOrNotOurs) {
            return Stream.empty();
        }
    }

    private static String environment(Path process) throws IOException {
        return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    }

    /**
     * A kernel thread has none, nor has a process that has ended. Any other process without an environment may be just replacing
     * its program.
     */
    private static boolean hasProgram(Path process) {
        return Files.exists(process.resolve("exe"));
    }

    private static void awaitExit(List<ProcessHandle> handles, long millis) {
        var all = CompletableFuture.allOf(
                handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        try {
            all.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillThere) {
            LOG.debug("{} process(es) did not end in {} ms", handles.size(), millis);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
