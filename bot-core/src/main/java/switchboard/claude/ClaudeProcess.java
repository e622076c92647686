package switchboard.claude;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running Claude Code process that talks JSON lines both ways. No method blocks.
 *
 * <p>Lines come only against credit: {@link #request} allows {@code n} more, so that a process that writes faster than
 * its actor reads is held up in the pipe and not in memory. Of a line over some megabytes only a part comes.
 */
public interface ClaudeProcess {

    /** Writes one line, without its newline; whole and in order. Dropped once the process has ended. */
    void write(String line);

    /** Allows {@code lines} more lines to be delivered; a long one counts as {@link #cost} of them. */
    void request(int lines);

    /** How many lines' credit one takes: one for each 16 Ki characters, and no more than {@link #MOST_COST}. */
    static int cost(String line) {
        return Math.min(MOST_COST, 1 + line.length() / (16 * 1024));
    }

    /** The credit that the longest line takes. */
    int MOST_COST = 256;

    /** It has read what it was started with: {@link FileArgument}s are of no use any more. */
    void settled();

    /** Asks the process to end (SIGTERM), which lets an unfinished turn go on at the next {@code --resume}. */
    void terminate();

    /** Ends the process and all that it started (SIGKILL). */
    void kill();

    /** What the process says; called on a thread of the process, never on an actor's. */
    interface Listener {

        /** One line of stdout. */
        void line(String line);

        /**
         * The process has ended and none of its lines is still to come. Called exactly once, also when it could not be
         * started.
         */
        void exited(Exit exit);
    }

    /**
     * How a process ended.
     *
     * @param code its exit code; {@link #NOT_STARTED} if it could not be started
     * @param stderr the end of what it wrote to stderr, at most 64 KiB; for a failed start the reason, for a person
     */
    record Exit(int code, String stderr) {
        public static final int NOT_STARTED = -1;

        public boolean notStarted() {
            return code == NOT_STARTED;
        }
    }

    /**
     * An argument whose value is handed over in a file that only this user can read, so that it may be long and does not
     * stand in the list of processes.
     *
     * @param flag such as {@code --settings}; the process gets {@code --settings=PATH}
     */
    record FileArgument(String flag, String text) {}

    /**
     * What to start.
     *
     * @param command the program and its arguments
     * @param files more arguments
     * @param environment the whole environment of the child
     * @param mark begins the marks of all processes of the chat; what an earlier one has left is ended before this one starts
     */
    record Launch(
            List<String> command,
            List<FileArgument> files,
            Map<String, String> environment,
            Path directory,
            String mark) {

        /** The text of a file argument; empty if there is none. */
        public Optional<String> file(String flag) {
            return files.stream()
                    .filter(each -> each.flag().equals(flag))
                    .map(FileArgument::text)
                    .findFirst();
        }

        /** For logs: neither the environment nor the files. */
        @Override
        public String toString() {
            return "Launch[" + mark + " in " + directory + "]";
        }
    }

    /** Starts processes. */
    @FunctionalInterface
    interface Factory {

        /** Starts a process and returns at once; a failed start is told by {@link Listener#exited}. */
        ClaudeProcess start(Launch launch, Listener listener);
    }
}
