package switchboard.model;

/**
 * A tool call that may have changed something when a crash interrupted it.
 *
 * @param id the call's id, from the agent
 * @param line the call in one line, for a person
 */
public record InterruptedTool(String id, String line) {}
