package switchboard.model;

import java.util.List;

/**
 * A message as its author has edited it.
 *
 * @param author the front's reference to the author
 * @param attached content of the message that it replies to
 * @param piece what it says and brings by now
 * @param isCommand whether it is a command now that does more than ask the agent; it is not run
 * @param isNew whether it is for the agent and young, so that its author may expect an answer even if it was not for the agent
 *     before
 */
public record Revision(String author, List<Content> attached, Wording.Piece piece, boolean isCommand, boolean isNew) {

    public Revision {
        attached = List.copyOf(attached);
    }

    /** The front's reference to the message. */
    public String message() {
        return piece.message();
    }

    /** The message alone, with what it replies to. */
    public Wording wording() {
        return new Wording(author, attached.size(), List.of(piece));
    }
}
