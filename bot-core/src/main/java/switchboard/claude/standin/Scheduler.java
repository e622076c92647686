package switchboard.claude.standin;

import java.time.Duration;

/** Runs tasks one at a time, never on the caller's thread: the time and the thread of the stand-in. */
@FunctionalInterface
interface Scheduler {

    /** Runs a task, which must not throw, after a delay; tasks of one delay run in the order they were given. */
    void schedule(Duration delay, Runnable task);
}
