package switchboard.model;

/** A change of the chat's session that waits until what was asked before is done: {@code /cd} and {@code /resume}. */
public record SessionSwitch(Session to) implements QueueItem {}
