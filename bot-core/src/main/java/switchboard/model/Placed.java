package switchboard.model;

import java.util.List;

/** A prompt with the session it was asked for, in which it runs wherever its chat has gone since. */
public record Placed(Prompt prompt, Session where) implements QueueItem {

    public TurnId id() {
        return prompt.id();
    }

    @Override
    public Placed revised(TurnId turn, List<Content> content) {
        return new Placed(prompt.revised(turn, content), where);
    }

    @Override
    public Placed withoutMessage() {
        return new Placed(prompt.withoutMessage(), where);
    }
}
