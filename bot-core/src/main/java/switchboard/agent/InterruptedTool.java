package switchboard.agent;

/**
 * A tool call that may have changed something when a crash interrupted it.
 *
 * @param id the call's, as the agent gave it
 * @param line what it was to do, for a person
 */
public record InterruptedTool(String id, String line) {}
