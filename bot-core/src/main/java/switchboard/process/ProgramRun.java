package switchboard.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a program, without a shell and without input, from its start to the end of all that it has started. An interrupt ends
 * it.
 */
public final class ProgramRun {

    /** The program could not be started: it does not exist, or this user may not run it. */
    public static final class NoProgramException extends IOException {
        private static final long serialVersionUID = 1;

        NoProgramException(String message) {
            super(message);
        }
    }

    /**
     * What has come of it.
     *
     * @param output in UTF-8, cut at the size that was asked for
     * @param isCut whether it has printed more, and so was ended
     * @param isLate whether it has taken too long, and so was ended
     * @param errors the end of what it has printed as errors
     */
    public record Result(int code, String output, boolean isCut, boolean isLate, String errors) {}

    private static final Duration FOREVER = Duration.ofDays(365);

    private static final Logger LOG = LoggerFactory.getLogger(ProgramRun.class);
    private static final int ERRORS_KEPT = 4_096;
    private static final long LEFTOVER_GRACE_MS = 1_000;
    private static final long DRAINS_WITHIN_MS = 1_000;

    /** A program may need a moment to put away what it has begun. */
    private static final long ENDS_WITHIN_MS = 2_000;

    private final Process process;
    private final String mark;
    private final int mostBytes;
    private final Tail output;
    private final Tail errors;
    private final CountDownLatch drained = new CountDownLatch(2);
    private volatile boolean isCut;

    private ProgramRun(Process process, String mark, int mostBytes) {
        this.process = process;
        this.mark = mark;
        this.mostBytes = mostBytes;
        this.output = new Tail(mostBytes);
        this.errors = new Tail(ERRORS_KEPT);
    }

    /**
     * Runs a program.
     *
     * @param environment the whole environment
     * @param prefix what the mark of the processes begins with
     * @param mostBytes of output; a program that prints more is ended
     * @throws NoProgramException if there is no such program
     * @throws InterruptedIOException if the thread is interrupted; nothing of the run is left then
     */
    public static Result of(
            List<String> command, Path directory, Map<String, String> environment, String prefix, int mostBytes)
            throws IOException {
        return of(command, directory, environment, prefix, mostBytes, FOREVER);
    }

    /**
     * Runs a program that is ended if it takes too long.
     *
     * @param within its result says if it has taken longer
     */
    public static Result of(
            List<String> command,
            Path directory,
            Map<String, String> environment,
            String prefix,
            int mostBytes,
            Duration within)
            throws IOException {
        var mark = prefix + UUID.randomUUID();
        Process started;
        try {
            started = MarkedProcess.start(command, directory, environment, mark);
        } catch (IOException failure) {
            throw OwnSession.hadNoProgram(failure) ? new NoProgramException(command.getFirst()) : failure;
        }
        return new ProgramRun(started, mark, mostBytes).finish(command.getFirst(), within);
    }

    private Result finish(String program, Duration within) throws IOException {
        try {
            process.getOutputStream().close();
            thread("out", () -> read(process.getInputStream(), output, true));
            thread("err", () -> read(process.getErrorStream(), errors, false));
            var isLate = !process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
            if (isLate) {
                askToEnd();
            }
            var code = process.waitFor();
            end();
            if (!drained.await(DRAINS_WITHIN_MS, TimeUnit.MILLISECONDS)) {
                LOG.debug("The output of {} is still held open", program);
            }
            if (OwnSession.hadNoProgram(code, errors.text())) {
                throw new NoProgramException(program);
            }
            return new Result(code, output.text(), isCut, isLate, errors.text());
        } catch (InterruptedException interrupt) {
            askToEnd();
            throw new InterruptedIOException(program + " was ended");
        } finally {
            MarkedProcess.killTree(process);
            end();
        }
    }

    private void askToEnd() {
        process.destroy();
        try {
            process.waitFor(ENDS_WITHIN_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            LOG.debug("Ended at once");
        }
        MarkedProcess.killTree(process);
    }

    /** Ends what the program has left. */
    private void end() {
        var isInterrupted = Thread.interrupted(); // it would cut the wait for the end short
        ProcessMark.sweep(mark, LEFTOVER_GRACE_MS);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void thread(String what, Runnable work) {
        Thread.ofPlatform()
                .daemon()
                .name("program-" + what + "-" + process.pid())
                .start(work);
    }

    private void read(InputStream from, Tail to, boolean isBounded) {
        var buffer = new byte[8 * 1024];
        var bytes = 0L;
        try (from) {
            for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                bytes += read;
                if (isBounded && bytes > mostBytes) {
                    isCut = true;
                    MarkedProcess.killTree(process);
                    return;
                }
                to.add(buffer, read);
            }
        } catch (IOException closed) {
            LOG.debug("The output of a program was closed: {}", closed.toString());
        } finally {
            drained.countDown();
        }
    }

    /** The end of what a stream has brought. */
    private static final class Tail {

        private final int most;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Tail(int most) {
            this.most = most;
        }

        synchronized void add(byte[] more, int length) {
            if (bytes.size() + length > 2 * most) {
                var all = bytes.toByteArray();
                bytes.reset();
                bytes.write(all, Math.max(0, all.length - most), Math.min(all.length, most));
            }
            bytes.write(more, 0, length);
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
