package switchboard.claude;

/**
 * The parts that all sessions of an engine share.
 *
 * @param projects looks at directories before a process starts there
 */
record ClaudeSetup(
        ClaudeSettings claude, ClaudeCommandLine commandLine, Projects projects, ClaudeProcess.Factory processes) {

    ClaudeSetup(ClaudeSettings claude, Projects projects, ClaudeProcess.Factory processes) {
        this(claude, new ClaudeCommandLine(claude), projects, processes);
    }
}
