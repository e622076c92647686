package switchboard.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turn in flight.
 *
 * @param session where it runs, whatever the chat has moved to since; as it was before this attempt
 * @param begun whether its prompt may have reached Claude; true from the moment it holds its permit
 * @param attempt counts from 0; a process that broke under the turn adds one, a session that was lost none
 * @param live the front's reference to the turn's live message, null while there is none
 * @param cleared tool calls that nobody need be asked about if the turn is cut off: they wait for a permission and have not
 *     run, or a person has let the turn go on in spite of them
 * @param stopped whether a person has stopped it: should a crash come first, it does not go on
 */
public record CurrentTurn(
        Prompt prompt,
        Session session,
        boolean begun,
        int attempt,
        @Nullable String live,
        List<String> cleared,
        boolean stopped) {

    public CurrentTurn {
        cleared = cleared == null ? List.of() : List.copyOf(cleared);
    }

    public static CurrentTurn of(Prompt prompt, Session session) {
        return new CurrentTurn(prompt, session, false, 0, null, List.of(), false);
    }

    public TurnId id() {
        return prompt.id();
    }

    public CurrentTurn begin() {
        return new CurrentTurn(prompt, session, true, attempt, live, cleared, stopped);
    }

    public CurrentTurn again(Session where) {
        var isLost = session.used() && !where.id().equals(session.id());
        return new CurrentTurn(prompt, where, begun, isLost ? attempt : attempt + 1, live, cleared, stopped);
    }

    /** The same attempt; its session goes on as {@code where}. */
    public CurrentTurn in(Session where) {
        return new CurrentTurn(prompt, where, begun, attempt, live, cleared, stopped);
    }

    public CurrentTurn shownAs(@Nullable String message) {
        return new CurrentTurn(prompt, session, begun, attempt, message, cleared, stopped);
    }

    /** The same turn in a chat where none of its messages are. */
    CurrentTurn withoutMessages() {
        return new CurrentTurn(prompt.withoutMessage(), session, begun, attempt, null, cleared, stopped);
    }

    public CurrentTurn clearing(List<String> toolUses) {
        return new CurrentTurn(prompt, session, begun, attempt, live, toolUses, stopped);
    }

    public CurrentTurn stop() {
        return new CurrentTurn(prompt, session, begun, attempt, live, cleared, true);
    }
}
