package switchboard.claude;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real {@code claude}: a {@link java.lang.Process} with daemon threads of its own, named after its chat, on which all
 * waiting is done: {@code claude-out} starts it, reads stdout and waits for its end, {@code claude-in} writes,
 * {@code claude-err} drains stderr, {@code claude-files} deletes the files it was started with, and at its end {@code claude-end} and {@code claude-kill} end what it has left.
 */
public final class CliProcess implements ClaudeProcess {

    private static final Logger LOG = LoggerFactory.getLogger(CliProcess.class);
    /** ENOENT and EACCES as the JDK's process launchers tell them. */
    private static final Pattern NO_PROGRAM = Pattern.compile("error[=:] ?(2|13)\\b");

    private static final String END = "\0end";
    private static final int STDERR_KEPT = 8 * 1024;
    private static final long LEFTOVER_GRACE_MS = 3_000;
    private static final long LOOK_AGAIN_MS = 500;

    private final Launch launch;

    /** Of this process and what it starts alone, so that its end does not touch the next process of the chat. */
    private final String mark;

    private final Listener listener;
    private final LinkedBlockingQueue<String> toWrite = new LinkedBlockingQueue<>();
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

    /** The factory of the real thing. */
    public static ClaudeProcess start(Launch launch, Listener listener) {
        var started = new CliProcess(launch, listener);
        started.thread("out", started::run);
        return started;
    }

    @Override
    public void write(String line) {
        toWrite.add(line);
    }

    @Override
    public void request(int lines) {
        credit.release(lines);
    }

    @Override
    public void settled() {
        thread("files", files::delete);
    }

    @Override
    public void terminate() {
        terminated = true;
        var running = process;
        if (running != null) {
            running.toHandle().destroy(); // leaves its streams open: at a closed stdin the CLI denies what it asks
        }
    }

    @Override
    public void kill() {
        killed = true;
        var running = process;
        if (running != null) {
            thread("kill", () -> killTree(running));
        }
    }

    /** What a process started is found only while it lives; where there is a {@code /proc} the mark finds the rest. */
    private static void killTree(Process running) {
        var tree = running.descendants().toList();
        running.destroyForcibly();
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private void run() {
        Process started;
        try {
            if (!Files.isDirectory(launch.directory())) {
                throw new IOException(
                        "The directory " + launch.directory() + " is gone. /cd to another one, then /retry.");
            }
            sweep(launch.mark());
            var builder =
                    new ProcessBuilder(command()).directory(launch.directory().toFile());
            builder.environment().clear();
            builder.environment().putAll(launch.environment());
            builder.environment().put(ProcessMark.VARIABLE, mark);
            started = builder.start();
        } catch (IOException | RuntimeException cannot) {
            files.delete();
            listener.exited(new Exit(Exit.NOT_STARTED, reason(cannot)));
            return;
        }
        process = started;
        var swept = started.onExit().thenRunAsync(this::sweepUntilDrained, task -> thread("end", task));
        thread("in", () -> feed(started.outputWriter(StandardCharsets.UTF_8)));
        thread("err", () -> drain(started.errorReader(StandardCharsets.UTF_8)));
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
        finish(started);
    }

    private List<String> command() throws IOException {
        var command = new ArrayList<>(launch.command());
        for (var file : launch.files()) {
            command.add(file.flag() + "=" + files.write(file.text()));
        }
        return command;
    }

    private static void sweep(String prefix) {
        ProcessMark.sweep(prefix, LEFTOVER_GRACE_MS);
    }

    /** Ends the tools that the process has left, again while one holds stdout open: it would keep the reader waiting. */
    private void sweepUntilDrained() {
        try {
            do {
                sweep(mark);
            } while (!outDrained.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(BoundedLines lines) throws IOException, InterruptedException {
        for (var line = lines.next(); line != null; line = lines.next()) {
            // Once it is killed nobody gives credit any more, and its last lines must not keep it from ending.
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

    /** End of stdout is not the end of the process; only its exit is. */
    private void finish(Process started) {
        try {
            var code = started.waitFor();
            files.delete();
            toWrite.add(END);
            // A tool that outlives the process may hold stderr open for ever.
            if (!errDrained.await(500, TimeUnit.MILLISECONDS)) {
                LOG.debug("stderr of claude for {} is still held open", launch.mark());
            }
            synchronized (stderr) {
                listener.exited(new Exit(code, stderr.toString()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            listener.exited(new Exit(Exit.NOT_STARTED, "interrupted"));
        }
    }

    private void feed(BufferedWriter stdin) {
        try (Writer writer = stdin) {
            for (var line = toWrite.take(); !line.equals(END); line = toWrite.take()) {
                writer.write(line);
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
        var message = String.valueOf(cannot.getMessage());
        var program = launch.command().getFirst();
        if (NO_PROGRAM.matcher(message).find()) {
            return "`" + program + "` cannot be run. Install it (npm install -g @anthropic-ai/claude-code) or set "
                    + "CLAUDE_CLI_PATH.";
        }
        return message;
    }

    private void thread(String what, Runnable work) {
        Thread.ofPlatform()
                .daemon()
                .name("claude-" + what + "-" + launch.mark())
                .start(work);
    }

    /** For logs: never the environment. */
    @Override
    public String toString() {
        return "claude in " + launch.directory();
    }
}
