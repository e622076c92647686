package switchboard.claude.standin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.claude.ClaudeProcess;

/**
 * One process of the stand-in: its pipes and its end. What comes from outside is done later on the scheduler's thread,
 * the only one that touches anything here.
 */
final class StandInProcess implements ClaudeProcess {

    /** What runs in a process. */
    interface Program {

        /** One line of stdin. */
        void read(String line);

        /** All that was written has been read, after {@link #hasRoom} said no. */
        void room();

        /** The process has ended. */
        void ended();
    }

    private static final Logger LOG = LoggerFactory.getLogger(StandInProcess.class);

    private final Scheduler scheduler;
    private final Listener listener;
    private final Program program;
    private final Deque<String> out = new ArrayDeque<>();
    private long credit;
    private boolean heldUp;
    private boolean told;
    private @Nullable Exit exit;

    StandInProcess(Scheduler scheduler, Listener listener, Function<StandInProcess, Program> program) {
        this.scheduler = scheduler;
        this.listener = listener;
        this.program = program.apply(this);
    }

    // From outside

    @Override
    public void write(String line) {
        after(Duration.ZERO, () -> program.read(line));
    }

    @Override
    public void request(int lines) {
        schedule(Duration.ZERO, () -> {
            credit += lines;
            deliver();
        });
    }

    @Override
    public void settled() {} // it was given no files

    @Override
    public void terminate() {
        after(Duration.ZERO, () -> end(new Exit(143, "")));
    }

    @Override
    public void kill() {
        schedule(Duration.ZERO, () -> {
            out.clear();
            end(new Exit(137, ""));
            deliver();
        });
    }

    // From the program

    void out(String line) {
        if (exit == null) {
            out.add(line);
            deliver();
        }
    }

    /** Whether all that was written has been read; if not, {@link Program#room} tells when. */
    boolean hasRoom() {
        heldUp = !out.isEmpty();
        return !heldUp;
    }

    /** Does something later, if the process still lives then. */
    void after(Duration delay, Runnable task) {
        schedule(delay, () -> {
            if (exit == null) {
                task.run();
            }
        });
    }

    private void schedule(Duration delay, Runnable task) {
        scheduler.schedule(delay, () -> {
            try {
                task.run();
            } catch (RuntimeException | Error failure) {
                LOG.error("The stand-in for claude fails", failure);
                out.clear(); // nobody reads on
                end(new Exit(1, "The stand-in for claude fails: " + failure));
                if (failure instanceof Error error) {
                    throw error;
                }
            }
        });
    }

    private void end(Exit how) {
        if (exit == null) {
            exit = how;
            try {
                program.ended();
            } finally {
                deliver();
            }
        }
    }

    private void deliver() {
        while (credit > 0 && !out.isEmpty()) {
            credit--;
            listener.line(out.remove());
        }
        if (!out.isEmpty()) {
            return;
        }
        if (exit != null) {
            exited(exit);
        } else if (heldUp) {
            heldUp = false;
            program.room();
        }
    }

    private void exited(Exit how) {
        if (!told) {
            told = true;
            listener.exited(how);
        }
    }
}
