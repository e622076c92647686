package switchboard.claude;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.claude.trust.Trust;
import switchboard.claude.wire.Incoming;
import switchboard.model.SessionId;

/**
 * A process that was started and initialized before a session needs one, which takes most of the time of a start. The session that
 * takes it over initializes it again, as it does with any process; Claude Code allows that, and only what is said last counts
 * (2.1.330, tried out). Thread-safe.
 */
final class SpareProcess implements ClaudeProcess.Factory {

    private static final String INITIALIZE = "spare";

    private final SessionId session;
    private final ClaudeProcess.Launch launch;
    private final Trust.Verdict verdict;
    private final Runnable unused;
    private final ClaudeProcess process;

    /** What the process has said before it has an owner, except for the answer to the spare's own request. */
    private final List<String> kept = new ArrayList<>();

    private final CountDownLatch gone = new CountDownLatch(1);
    private ClaudeProcess.@Nullable Listener owner;
    private ClaudeProcess.@Nullable Exit exit;

    /**
     * Starts the process.
     *
     * @param launch of a session that does not exist yet
     * @param verdict on the files of its project that it loads
     * @param unused runs if the process ends before a session has taken it over, on a thread that may block
     */
    SpareProcess(
            SessionId session,
            ClaudeProcess.Launch launch,
            Trust.Verdict verdict,
            ClaudeProcess.Factory processes,
            Runnable unused) {
        this.session = session;
        this.launch = launch;
        this.verdict = verdict;
        this.unused = unused;
        this.process = processes.start(launch, new ClaudeProcess.Listener() {
            @Override
            public void line(String line) {
                hear(line);
            }

            @Override
            public void exited(ClaudeProcess.Exit how) {
                exit(how);
            }
        });
        process.request(ClaudeProcess.MOST_COST);
        process.write(StreamJson.request(INITIALIZE, "initialize", StreamJson.object()));
    }

    /** The session that it is for, whoever begins that. */
    SessionId session() {
        return session;
    }

    Path directory() {
        return launch.directory();
    }

    /** Whether it is what would be started now, and has loaded what it would load now. */
    boolean isAs(ClaudeProcess.Launch now, Trust.Verdict verdictNow) {
        return launch.equals(now) && verdict.allowsTheSameAs(verdictNow);
    }

    /** Gives the process to a session's connection. */
    @Override
    public synchronized ClaudeProcess start(ClaudeProcess.Launch as, ClaudeProcess.Listener listener) {
        owner = listener;
        kept.forEach(listener::line);
        kept.clear();
        if (exit != null) {
            listener.exited(exit);
        }
        return process;
    }

    synchronized boolean isTaken() {
        return owner != null;
    }

    /** Asks the process to end (SIGTERM), unless a session has it. */
    synchronized void terminate() {
        if (owner == null) {
            process.terminate();
        }
    }

    /** Ends the process (SIGKILL), unless a session has it. */
    synchronized void kill() {
        if (owner == null) {
            process.kill();
        }
    }

    /** Ends the process, which no session has, and returns when it has gone; blocks. */
    void end() throws InterruptedException {
        terminate();
        if (!gone.await(ClaudeConnection.TERMINATE_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            gone.await();
        }
    }

    private synchronized void hear(String line) {
        if (owner != null) {
            owner.line(line);
        } else if (StreamJson.read(line) instanceof Incoming.Response response
                && response.requestId().equals(INITIALIZE)) {
            process.settled();
        } else {
            kept.add(line);
        }
    }

    private void exit(ClaudeProcess.Exit how) {
        launch.directories().forEach(SpareFiles::delete);
        ended(how);
        gone.countDown();
    }

    private synchronized void ended(ClaudeProcess.Exit how) {
        exit = how;
        if (owner != null) {
            owner.exited(how);
        } else {
            unused.run();
        }
    }

    @Override
    public String toString() {
        return "a spare " + process;
    }
}
