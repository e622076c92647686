package switchboard.model;

/** A prompt with the session it was asked for, in which it runs wherever its chat has gone since. */
public record Placed(Prompt prompt, Session where) implements QueueItem {

    public TurnId id() {
        return prompt.id();
    }

    @Override
    public Placed withoutMessage() {
        return new Placed(prompt.withoutMessage(), where);
    }
}
