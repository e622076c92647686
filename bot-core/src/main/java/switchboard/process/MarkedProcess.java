package switchboard.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts a program with a mark, by which all that it starts is found, and ends it with what it has started. */
public final class MarkedProcess {

    private MarkedProcess() {}

    /**
     * Starts a program in a session of its own.
     *
     * @param environment the whole environment, but for the mark
     * @param mark of the process and its children
     */
    public static Process start(List<String> command, Path directory, Map<String, String> environment, String mark)
            throws IOException {
        return start(command, directory, environment, mark, false);
    }

    /** @param isMerged whether its errors come as output, between what else it prints */
    static Process start(
            List<String> command, Path directory, Map<String, String> environment, String mark, boolean isMerged)
            throws IOException {
        var builder = new ProcessBuilder(OwnSession.commandLine(command))
                .directory(directory.toFile())
                .redirectErrorStream(isMerged);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(ProcessMark.VARIABLE, mark);
        return builder.start();
    }

    /** The children of a process can be found only while it lives. If there is a {@code /proc}, the mark finds the rest. */
    public static void killTree(Process running) {
        try {
            var tree = running.descendants().toList();
            running.destroyForcibly();
            tree.forEach(ProcessHandle::destroyForcibly);
        } finally {
            running.destroyForcibly();
        }
    }
}
