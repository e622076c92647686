package switchboard.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a program, without input, from its start to the end of all that it has started. An interrupt ends it. */
public final class ProgramRun {

    /** The program could not be started: it does not exist, or this user may not run it. */
    public static final class NoProgramException extends IOException {
        private static final long serialVersionUID = 1;

        NoProgramException(String message) {
            super(message);
        }
    }

    /**
     * What is run.
     *
     * @param environment the whole environment
     * @param prefix what the mark of the processes begins with
     */
    public record Call(List<String> command, Path directory, Map<String, String> environment, String prefix) {}

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

    /**
     * What has come of a run whose output was kept whatever became of it.
     *
     * @param output the end of what it has printed, errors and all, in UTF-8
     * @param leftOut how many bytes it has printed before that
     */
    public record Watched(End end, int code, String output, long leftOut) {}

    /** Why a run has ended. */
    public enum End {
        /** By itself, or by a signal from elsewhere. */
        EXITED,
        /** By its time limit. */
        LATE,
        /** By an interrupt. */
        STOPPED
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProgramRun.class);
    private static final int ERRORS_KEPT = 4_096;
    private static final long LEFTOVER_GRACE_MS = 1_000;

    /** How long a program has to end after a SIGTERM. */
    private static final long STOP_GRACE_MS = 2_000;

    private static final long DRAINS_WITHIN_MS = 1_000;

    private final Process process;
    private final String program;
    private final String mark;
    private final CountDownLatch drained;
    private volatile boolean isCut;

    private ProgramRun(Process process, String program, String mark, int streams) {
        this.process = process;
        this.program = program;
        this.mark = mark;
        this.drained = new CountDownLatch(streams);
    }

    /**
     * Runs a program.
     *
     * @param mostBytes of output; a program that prints more is ended
     * @throws NoProgramException if there is no such program
     * @throws InterruptedIOException if the thread is interrupted; nothing of the run is left then
     */
    public static Result of(Call call, int mostBytes) throws IOException {
        return of(call, mostBytes, FOREVER);
    }

    /**
     * Runs a program that is ended if it takes too long.
     *
     * @param within its result says if it has taken longer
     */
    public static Result of(Call call, int mostBytes, Duration within) throws IOException {
        return start(call, false).finish(mostBytes, within);
    }

    /**
     * Runs a program and keeps the end of what it prints, also if its time is over or the thread is interrupted. Then it gets a SIGTERM
     * with all that it has started, and what is left after 2 s a SIGKILL.
     *
     * @param mostBytes of output that are kept
     * @throws NoProgramException if there is no such program
     */
    public static Watched watched(Call call, int mostBytes, Duration within) throws IOException {
        return start(call, true).watch(mostBytes, within);
    }

    private static ProgramRun start(Call call, boolean isMerged) throws IOException {
        var program = call.command().getFirst();
        var mark = call.prefix() + UUID.randomUUID();
        try {
            var process = MarkedProcess.start(call.command(), call.directory(), call.environment(), mark, isMerged);
            return new ProgramRun(process, program, mark, isMerged ? 1 : 2);
        } catch (IOException failure) {
            throw OwnSession.hadNoProgram(failure) ? new NoProgramException(program) : failure;
        }
    }

    private Result finish(int mostBytes, Duration within) throws IOException {
        var output = new OutputTail(mostBytes);
        var errors = new OutputTail(ERRORS_KEPT);
        try {
            process.getOutputStream().close();
            thread("out", () -> read(process.getInputStream(), output, mostBytes));
            thread("err", () -> read(process.getErrorStream(), errors, Long.MAX_VALUE));
            var isLate = !process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
            if (isLate) {
                stop();
            }
            var code = process.waitFor();
            settle();
            if (OwnSession.hadNoProgram(code, errors.text())) {
                throw new NoProgramException(program);
            }
            return new Result(code, output.text(), isCut, isLate, errors.text());
        } catch (InterruptedException interrupt) {
            stop();
            throw new InterruptedIOException(program + " was ended");
        } finally {
            MarkedProcess.killTree(process);
            end();
        }
    }

    private Watched watch(int mostBytes, Duration within) throws IOException {
        var output = new OutputTail(mostBytes);
        try {
            process.getOutputStream().close();
            thread("out", () -> read(process.getInputStream(), output, Long.MAX_VALUE));
            var end = await(within);
            if (end != End.EXITED) {
                stop();
            }
            var code = process.waitFor();
            settle();
            return new Watched(end, code, output.text(), output.leftOut());
        } catch (InterruptedException again) {
            throw new InterruptedIOException(program + " was ended");
        } finally {
            MarkedProcess.killTree(process);
            end();
        }
    }

    private End await(Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS) ? End.EXITED : End.LATE;
        } catch (InterruptedException stopped) {
            return End.STOPPED;
        }
    }

    /**
     * SIGTERM, because it may need a moment to put away what it has begun, and after a while SIGKILL. Where processes cannot be found by
     * their mark, only the children are known.
     */
    private void stop() {
        try {
            if (ProcessMark.sweep(mark, STOP_GRACE_MS) == 0) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                process.waitFor(STOP_GRACE_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException hurry) {
            LOG.debug("{} is ended at once", program);
        }
        MarkedProcess.killTree(process);
    }

    /** The program has ended: ends what it has left, and waits for the rest of the output. */
    private void settle() throws InterruptedException {
        end();
        if (!drained.await(DRAINS_WITHIN_MS, TimeUnit.MILLISECONDS)) {
            LOG.debug("The output of {} is still held open", program);
        }
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

    /** @param most bytes; a program that prints more is ended */
    private void read(InputStream from, OutputTail to, long most) {
        var buffer = new byte[8 * 1024];
        try (from) {
            for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                if (to.all() + read > most) {
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
}
