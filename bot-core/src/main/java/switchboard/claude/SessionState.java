package switchboard.claude;

import org.jspecify.annotations.Nullable;

/**
 * Where a session is: without a process, with one that is {@link Up}, or with one that was told to end ({@link Leaving}).
 * Each state holds just what there is in it.
 */
sealed interface SessionState {

    /** What runs or is to run; null if nothing is. */
    default @Nullable AgentRun run() {
        return null;
    }

    /** There is no process, and nothing to do. */
    record Asleep() implements SessionState {}

    /** A resumed job waits: its transcript is read for how far it had come, so that nothing of it is done twice. */
    record Recalling(AgentRun run) implements SessionState {}

    /** The project's files are looked at; then a process starts. Without a run it starts for queries. */
    record Starting(ProjectLook.Start start, @Nullable AgentRun run) implements SessionState {}

    /** A process lives. */
    sealed interface Up extends SessionState {
        ProcessState process();
    }

    /** Nothing runs in the process. */
    record Idle(ProcessState process) implements Up {}

    /** The process has not been given the prompt yet. */
    sealed interface Waiting extends Up {
        @Override
        AgentRun run();
    }

    /** The prompt waits: the project's files are looked at again. */
    record Inspecting(ProcessState process, AgentRun run) implements Waiting {}

    /** The prompt waits until the settings of the process are known to be in force. */
    record Checking(ProcessState process, AgentRun run) implements Waiting {}

    /** The process has the prompt, or has begun a turn by itself. */
    sealed interface AtWork extends Up {
        @Override
        AgentRun run();
    }

    /** Claude works. */
    record Running(ProcessState process, AgentRun run) implements AtWork {}

    /** Claude is done with a resumed job: what it said to the prompt in all its processes is read from the transcript. */
    record Concluding(ProcessState process, AgentRun run) implements AtWork {}

    /** The process was told to end; its lines are still heard. */
    sealed interface Leaving extends SessionState {

        /** What the state would be if the process stayed. */
        Up up();

        Leaving with(Up now);

        @Override
        default @Nullable AgentRun run() {
            return up().run();
        }
    }

    /** What waits gets the next process. */
    record Ending(Up up) implements Leaving {
        @Override
        public Ending with(Up now) {
            return new Ending(now);
        }
    }

    /** The host stops: there is no next process. */
    record ShuttingDown(Up up) implements Leaving {
        @Override
        public ShuttingDown with(Up now) {
            return new ShuttingDown(now);
        }
    }

    /** The session has ended. */
    record Stopped() implements SessionState {}
}
