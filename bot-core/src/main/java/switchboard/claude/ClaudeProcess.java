package switchboard.claude;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running Claude Code process that talks JSON lines both ways. No method blocks.
 *
 * <p>Lines come only against credit: {@link #request} allows more of them. So the lines of a process that writes faster than its
 * actor reads wait in the pipe and not in memory. A line of more than some megabytes comes cut.
 */
public interface ClaudeProcess {

    /** Writes one line. Lines are written whole and in order; they are dropped once the process has ended. */
    void write(Line line);

    /** The same for a line that is at hand, given without its newline. */
    default void write(String line) {
        write(Line.of(line));
    }

    /** A line for a process. */
    interface Line {

        /** Writes it, without its newline. Called on a thread of the process that may block, so a long line need not be in memory. */
        void writeTo(Writer out) throws IOException;

        static Line of(String text) {
            return new Text(text);
        }

        /** A line that is at hand. */
        record Text(String text) implements Line {
            @Override
            public void writeTo(Writer out) throws IOException {
                out.write(text);
            }
        }
    }

    /** Allows {@code lines} more lines to be delivered; a long one counts as {@link #cost} of them. */
    void request(int lines);

    /** The credit that a line takes: 1 for each 16 Ki characters, at most {@link #MOST_COST}. */
    static int cost(String line) {
        return Math.min(MOST_COST, 1 + line.length() / (16 * 1024));
    }

    /** The credit that the longest line takes. */
    int MOST_COST = 256;

    /** The process has read its {@link FileArgument}s, so their files are no longer needed. */
    void settled();

    /** Asks the process to end (SIGTERM). An unfinished turn can then continue at the next {@code --resume}. */
    void terminate();

    /** Ends the process and all that it started (SIGKILL). */
    void kill();

    /** Hears the process. Called on a thread of the process, never on an actor's. */
    interface Listener {

        /** One line of stdout. */
        void line(String line);

        /** The process has ended and all its lines have come. Called exactly once, also if the process could not be started. */
        void exited(Exit exit);
    }

    /**
     * How a process ended.
     *
     * @param code the exit code; {@link #NOT_STARTED} if the process could not be started
     * @param stderr the last part of stderr, at most 64 KiB; after a failed start the reason, for a person
     */
    record Exit(int code, String stderr) {
        public static final int NOT_STARTED = -1;

        public boolean notStarted() {
            return code == NOT_STARTED;
        }
    }

    /**
     * An argument whose value is in a file that only this user can read. So the value may be long, and the list of processes does
     * not show it.
     *
     * @param flag such as {@code --settings}; the process gets {@code --settings=PATH}
     */
    record FileArgument(String flag, String text) {}

    /**
     * A process to start.
     *
     * @param command the program and its arguments
     * @param files more arguments
     * @param environment the whole environment of the child
     * @param directories are made for the process unless they are there; only this user can read them
     * @param directory where the process works
     * @param mark begins the marks of all processes of the chat. Processes that an earlier one has left are ended before this one
     *     starts
     */
    record Launch(
            List<String> command,
            List<FileArgument> files,
            Map<String, String> environment,
            List<Path> directories,
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

        /** Starts a process and returns at once. A failed start is reported by {@link Listener#exited}. */
        ClaudeProcess start(Launch launch, Listener listener);
    }
}
