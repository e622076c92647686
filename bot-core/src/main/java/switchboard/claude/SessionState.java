package switchboard.claude;

import org.jspecify.annotations.Nullable;

/**
 * The state of a session: without a process, with one that is {@link Up}, or with one that was told to end ({@link Leaving}).
 * Each state holds only its own data.
 */
sealed interface SessionState {

    /** The run that is at work or waits; null if there is none. */
    default @Nullable AgentRun run() {
        return null;
    }

    /** There is no process, and nothing to do. */
    record Asleep() implements SessionState {}

    /** A resumed job waits while its transcript is read: how far had it come? So no part of it runs twice. */
    record Recalling(AgentRun run) implements SessionState {}

    /** The project's files are checked, then a process starts. Without a run it starts for queries. */
    record Starting(ProjectLook.Start start, @Nullable AgentRun run) implements SessionState {}

    /** A process lives. */
    sealed interface Up extends SessionState {
        ProcessState process();
    }

    /** Nothing runs in the process. */
    record Idle(ProcessState process) implements Up {}

    /** The process has not got the prompt yet. */
    sealed interface Waiting extends Up {
        @Override
        AgentRun run();
    }

    /** The prompt waits while the project's files are checked again. */
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

    /**
     * Claude has finished. The whole answer of a resumed job, from all processes, is read from the transcript; then Claude Code says
     * which files a run has changed.
     */
    record Concluding(ProcessState process, AgentRun run) implements AtWork {}

    /** The process was told to end. Its lines still count. */
    sealed interface Leaving extends SessionState {

        /** The state if the process stayed. */
        Up up();

        Leaving with(Up now);

        @Override
        default @Nullable AgentRun run() {
            return up().run();
        }
    }

    /** Waiting work gets the next process. */
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
