package switchboard.claude;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.process.MarkedProcess;
import switchboard.process.OwnSession;
import switchboard.process.ProcessMark;
import switchboard.text.Texts;

/**
 * The real {@code claude}: a {@link java.lang.Process}. It has daemon threads of its own, named after its chat, which do all the
 * waiting: {@code claude-out} starts the process, reads stdout and waits for its end, {@code claude-in} writes,
 * {@code claude-err} drains stderr, {@code claude-files} deletes the files for the start, and at the end {@code claude-end} and
 * {@code claude-kill} end whatever the process has left.
 */
public final class CliProcess implements ClaudeProcess {

    private static final Logger LOG = LoggerFactory.getLogger(CliProcess.class);
    private static final Line END = out -> {};
    private static final int STDERR_KEPT = 64 * 1024;
    private static final long LEFTOVER_GRACE_MS = 3_000;
    private static final long LOOK_AGAIN_MS = 500;

    private final Launch launch;

    /** The mark of only this process and its children, so that its end does not touch the chat's next process. */
    private final String mark;

    private final Listener listener;
    private final LinkedBlockingQueue<Line> toWrite = new LinkedBlockingQueue<>();
    private final Semaphore credit = new Semaphore(0);
    private final CountDownLatch outDrained = new CountDownLatch(1);
    private final CountDownLatch errDrained = new CountDownLatch(1);
    private final StringBuilder stderr = new StringBuilder();
    private final LaunchFiles files = new LaunchFiles();
    private volatile @Nullable Process process;
    private volatile boolean terminated;
    private volatile boolean killed;

    private CliProcess(Launch launch, Listener listener) {
        this.launch = launch;
        this.mark = launch.mark() + UUID.randomUUID();
        this.listener = listener;
    }

    /** Starts the real CLI. */
    public static ClaudeProcess start(Launch launch, Listener listener) {
        var started = new CliProcess(launch, listener);
        try {
            started.thread("out", started::run);
        } catch (OutOfMemoryError noThread) {
            listener.exited(new Exit(Exit.NOT_STARTED, Texts.of("failure.noThread")));
        }
        return started;
    }

    @Override
    public void write(Line line) {
        toWrite.add(line);
    }

    @Override
    public void request(int lines) {
        credit.release(lines);
    }

    @Override
    public void settled() {
        threadOrHere("files", guarded("files", files::delete));
    }

    @Override
    public void terminate() {
        terminated = true;
        var running = process;
        if (running != null) {
            running.toHandle().destroy(); // leaves stdin open: once it closes, the CLI denies what it asks
        }
    }

    @Override
    public void kill() {
        killed = true;
        var running = process;
        if (running != null) {
            threadOrHere("kill", guarded("kill", () -> MarkedProcess.killTree(running)));
        }
    }

    /** Whatever happens on this thread, it reports the end exactly once: a permit and the chat's next process wait for that. */
    private void run() {
        var exit = new Exit(Exit.NOT_STARTED, Texts.of("failure.endedByBot"));
        try {
            exit = live();
        } catch (RuntimeException | Error failure) {
            failed("out", failure);
            exit = endAfterFailure();
            rethrowIfError(failure);
        } finally {
            try {
                files.delete();
            } finally {
                listener.exited(exit);
            }
        }
    }

    private Exit live() {
        Process started;
        try {
            started = launch();
        } catch (IOException | RuntimeException cannot) {
            return new Exit(Exit.NOT_STARTED, reason(cannot));
        }
        process = started;
        var swept = started.onExit().thenRunAsync(this::sweepUntilDrained, task -> threadOrHere("end", task));
        thread("in", guarded("in", () -> feed(started.outputWriter(StandardCharsets.UTF_8))));
        thread("err", guarded("err", () -> drain(started.errorReader(StandardCharsets.UTF_8))));
        if (killed) {
            kill();
        } else if (terminated) {
            terminate();
        }
        try (var output = new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8)) {
            deliver(new BoundedLines(output));
        } catch (IOException closed) {
            LOG.debug("stdout of claude for {} closed: {}", launch.mark(), closed.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            outDrained.countDown();
        }
        swept.join();
        return finish(started);
    }

    private Process launch() throws IOException {
        if (!Files.isDirectory(launch.directory())) {
            throw new IOException(Texts.of("failure.folderGone", launch.directory()));
        }
        sweep(launch.mark());
        makePrivate(launch.directories());
        return MarkedProcess.start(command(), launch.directory(), launch.environment(), mark);
    }

    /** Makes directories that only this user can read, unless they are there. */
    static void makePrivate(List<Path> directories) throws IOException {
        for (var each : directories) {
            makePrivate(each);
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException cannot) {
            throw new IOException(Texts.of("failure.noFiles", directory, String.valueOf(cannot.getMessage())), cannot);
        }
    }

    /** Nobody reads the process any more. It and its children must be gone before its end is reported. */
    private Exit endAfterFailure() {
        var running = process;
        if (running == null) {
            return new Exit(Exit.NOT_STARTED, Texts.of("failure.notStartedByBot"));
        }
        MarkedProcess.killTree(running);
        sweep(mark);
        return finish(running);
    }

    /** When a thread fails, the process is ended, because it would hang with half of its pipes. */
    private void failed(String what, Throwable failure) {
        LOG.error("The thread {} of claude for {} has failed, so the process is ended", what, launch.mark(), failure);
        var running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /** The engine has handled the failure. But after an {@link Error} the host decides whether the JVM continues. */
    private static void rethrowIfError(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private List<String> command() throws IOException {
        var command = new ArrayList<>(launch.command());
        for (var file : launch.files()) {
            command.add(file.flag() + "=" + files.write(file.text()));
        }
        return command;
    }

    static void sweep(String prefix) {
        ProcessMark.sweep(prefix, LEFTOVER_GRACE_MS);
    }

    /**
     * Ends the tools that the process has left. Repeats that while a tool holds stdout open, because the reader would wait for
     * it.
     */
    private void sweepUntilDrained() {
        try {
            do {
                sweepOnce();
            } while (!outDrained.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failed sweep does not end the loop: without a sweep, a tool that holds stdout could keep the reader waiting for ever. */
    private void sweepOnce() {
        try {
            sweep(mark);
        } catch (RuntimeException | Error failure) {
            failed("end", failure);
        }
    }

    private void deliver(BoundedLines lines) throws IOException, InterruptedException {
        for (var line = lines.next(); line != null; line = lines.next()) {
            // Nobody gives credit to a killed process, and its last lines must not delay its end.
            if (awaitCredit(ClaudeProcess.cost(line))) {
                listener.line(line);
            }
        }
    }

    private boolean awaitCredit(int cost) throws InterruptedException {
        var isGiven = credit.tryAcquire(cost);
        while (!isGiven && !killed) {
            isGiven = credit.tryAcquire(cost, 200, TimeUnit.MILLISECONDS);
        }
        return isGiven;
    }

    /** The end of stdout is not the end of the process: only its exit is. */
    private Exit finish(Process started) {
        try {
            var code = started.waitFor();
            toWrite.add(END);
            // A tool that outlives the process may hold stderr open for ever.
            if (!errDrained.await(500, TimeUnit.MILLISECONDS)) {
                LOG.debug("stderr of claude for {} is still held open", launch.mark());
            }
            synchronized (stderr) {
                var said = stderr.toString();
                return OwnSession.hadNoProgram(code, said)
                        ? new Exit(Exit.NOT_STARTED, noProgram())
                        : new Exit(code, said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Exit(Exit.NOT_STARTED, "interrupted");
        }
    }

    private void feed(BufferedWriter stdin) {
        try (Writer writer = stdin) {
            for (var line = toWrite.take(); !line.equals(END); line = toWrite.take()) {
                line.writeTo(writer);
                writer.write('\n');
                if (toWrite.isEmpty()) {
                    writer.flush();
                }
            }
        } catch (IOException ended) {
            LOG.debug("stdin of claude for {} closed: {}", launch.mark(), ended.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain(Reader reader) {
        var buffer = new char[2048];
        try (reader) {
            for (var read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                synchronized (stderr) {
                    stderr.append(buffer, 0, read);
                    stderr.delete(0, Math.max(0, stderr.length() - STDERR_KEPT));
                }
            }
        } catch (IOException closed) {
            LOG.debug("stderr of claude for {} closed: {}", launch.mark(), closed.toString());
        } finally {
            errDrained.countDown();
        }
    }

    private String reason(Exception cannot) {
        return OwnSession.hadNoProgram(cannot) ? noProgram() : String.valueOf(cannot.getMessage());
    }

    private String noProgram() {
        return Texts.of("failure.noProgram", launch.command().getFirst());
    }

    private void thread(String what, Runnable work) {
        Thread.ofPlatform()
                .daemon()
                .name("claude-" + what + "-" + launch.mark())
                .start(work);
    }

    private void threadOrHere(String what, Runnable work) {
        try {
            thread(what, work);
        } catch (OutOfMemoryError noThread) {
            work.run();
        }
    }

    /** For the threads besides that of {@link #run}: when one fails, {@code run} reports the end. */
    private Runnable guarded(String what, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException | Error failure) {
                failed(what, failure);
                rethrowIfError(failure);
            }
        };
    }

    /** For logs: never the environment. */
    @Override
    public String toString() {
        return "claude in " + launch.directory();
    }
}
