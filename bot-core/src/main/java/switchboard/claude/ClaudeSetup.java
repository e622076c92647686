package switchboard.claude;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The parts that all sessions of an engine share.
 *
 * @param projects looks at directories before a process starts there
 * @param spares processes that were started before a session needs them
 * @param version of Claude Code, as its processes have said last; empty until one has
 */
record ClaudeSetup(
        ClaudeSettings claude,
        ClaudeCommandLine commandLine,
        Projects projects,
        ClaudeProcess.Factory processes,
        Spares spares,
        AtomicReference<String> version) {

    ClaudeSetup(
            ClaudeSettings claude,
            Projects projects,
            ClaudeProcess.Factory processes,
            AtomicReference<String> version) {
        this(claude, new ClaudeCommandLine(claude), projects, processes, new Spares(), version);
    }

    ClaudeSetup(ClaudeSettings claude, Projects projects, ClaudeProcess.Factory processes) {
        this(claude, projects, processes, new AtomicReference<>(""));
    }
}
