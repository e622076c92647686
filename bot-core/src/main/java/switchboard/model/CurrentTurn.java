package switchboard.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * The turn in flight.
 *
 * @param session where it runs, whatever the chat has moved to since; as it was before this attempt
 * @param begun whether its prompt may have reached Claude; true from the moment it holds its permit
 * @param attempt counts from 0; a process that broke under the turn adds one, a session that was lost none
 * @param cleared tool calls that nobody need be asked about if the turn is cut off: they wait for a permission and have not
 *     run, or a person has let the turn continue in spite of them
 * @param stopped whether a person has stopped it: after a crash it does not continue
 * @param seen tool calls that were seen to begin before a process broke under the turn, the latest {@value #MOST_SEEN}: the
 *     agent's own record may lack them
 */
public record CurrentTurn(
        Prompt prompt,
        Session session,
        boolean begun,
        int attempt,
        List<String> cleared,
        boolean stopped,
        List<InterruptedTool> seen) {

    static final int MOST_SEEN = 100;

    public CurrentTurn {
        cleared = cleared == null ? List.of() : List.copyOf(cleared);
        seen = seen == null ? List.of() : List.copyOf(seen);
    }

    public static CurrentTurn of(Prompt prompt, Session session) {
        return new CurrentTurn(prompt, session, false, 0, List.of(), false, List.of());
    }

    public TurnId id() {
        return prompt.id();
    }

    /** The same turn with the content that its prompt has become. */
    CurrentTurn prepared(List<Content> content) {
        return new CurrentTurn(prompt.with(content), session, begun, attempt, cleared, stopped, seen);
    }

    public CurrentTurn begin() {
        return new CurrentTurn(prompt, session, true, attempt, cleared, stopped, seen);
    }

    public CurrentTurn again(Session where) {
        var isLost = session.used() && !where.id().equals(session.id());
        return new CurrentTurn(prompt, where, begun, isLost ? attempt : attempt + 1, cleared, stopped, seen);
    }

    CurrentTurn seeing(List<InterruptedTool> nowSeen) {
        var all = Stream.concat(seen.stream(), nowSeen.stream()).distinct().toList();
        var latest = all.subList(Math.max(0, all.size() - MOST_SEEN), all.size());
        return new CurrentTurn(prompt, session, begun, attempt, cleared, stopped, latest);
    }

    /** The same attempt; its session continues as {@code where}. */
    public CurrentTurn in(Session where) {
        return new CurrentTurn(prompt, where, begun, attempt, cleared, stopped, seen);
    }

    /** The same turn in a chat where its prompt's message is not. */
    CurrentTurn withoutMessage() {
        return new CurrentTurn(prompt.withoutMessage(), session, begun, attempt, cleared, stopped, seen);
    }

    public CurrentTurn clearing(List<String> toolUses) {
        return new CurrentTurn(prompt, session, begun, attempt, toolUses, stopped, seen);
    }

    public CurrentTurn stop() {
        return new CurrentTurn(prompt, session, begun, attempt, cleared, true, seen);
    }
}
