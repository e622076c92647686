package switchboard.model;

import java.util.List;

/**
 * The turn in flight.
 *
 * @param session where it runs, whatever the chat has moved to since; as it was before this attempt
 * @param begun whether its prompt may have reached Claude; true from the moment it holds its permit
 * @param attempt counts from 0; a process that broke under the turn adds one, a session that was lost none
 * @param cleared tool calls that nobody need be asked about if the turn is cut off: they wait for a permission and have not
 *     run, or a person has let the turn continue in spite of them
 * @param stopped whether a person has stopped it: after a crash it does not continue
 */
public record CurrentTurn(
        Prompt prompt, Session session, boolean begun, int attempt, List<String> cleared, boolean stopped) {

    public CurrentTurn {
        cleared = cleared == null ? List.of() : List.copyOf(cleared);
    }

    public static CurrentTurn of(Prompt prompt, Session session) {
        return new CurrentTurn(prompt, session, false, 0, List.of(), false);
    }

    public TurnId id() {
        return prompt.id();
    }

    public CurrentTurn begin() {
        return new CurrentTurn(prompt, session, true, attempt, cleared, stopped);
    }

    public CurrentTurn again(Session where) {
        var isLost = session.used() && !where.id().equals(session.id());
        return new CurrentTurn(prompt, where, begun, isLost ? attempt : attempt + 1, cleared, stopped);
    }

    /** The same attempt; its session continues as {@code where}. */
    public CurrentTurn in(Session where) {
        return new CurrentTurn(prompt, where, begun, attempt, cleared, stopped);
    }

    /** The same turn in a chat where its prompt's message is not. */
    CurrentTurn withoutMessage() {
        return new CurrentTurn(prompt.withoutMessage(), session, begun, attempt, cleared, stopped);
    }

    public CurrentTurn clearing(List<String> toolUses) {
        return new CurrentTurn(prompt, session, begun, attempt, toolUses, stopped);
    }

    public CurrentTurn stop() {
        return new CurrentTurn(prompt, session, begun, attempt, cleared, true);
    }
}
