package switchboard.model;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
 * @param starts incarnations of the chat, in a row, that had it at work and did not stop in order, the present one included: a host
 *     may have died, or the chat's actor
 * @param shown the bytes of the prompt's files that the agent looks at; null until it has got them
 */
public record CurrentTurn(
        Prompt prompt,
        Session session,
        boolean begun,
        int attempt,
        List<String> cleared,
        boolean stopped,
        List<InterruptedTool> seen,
        int starts,
        @Nullable Long shown) {

    static final int MOST_SEEN = 100;

    /** So many incarnations of the chat may end under a turn before people are asked whether it continues. */
    public static final int MOST_STARTS = 3;

    public CurrentTurn {
        cleared = cleared == null ? List.of() : List.copyOf(cleared);
        seen = seen == null ? List.of() : List.copyOf(seen);
    }

    public static CurrentTurn of(Prompt prompt, Session session) {
        return new CurrentTurn(prompt, session, false, 0, List.of(), false, List.of(), 0, null);
    }

    public TurnId id() {
        return prompt.id();
    }

    /** The same turn with the content that its prompt has become. */
    CurrentTurn prepared(List<Content> content) {
        return new CurrentTurn(prompt.with(content), session, begun, attempt, cleared, stopped, seen, starts, shown);
    }

    /** This incarnation of the chat sets to work on it. */
    public CurrentTurn begin() {
        return new CurrentTurn(prompt, session, true, attempt, cleared, stopped, seen, starts + 1, shown);
    }

    public CurrentTurn again(Session where) {
        var isLost = session.used() && !where.id().equals(session.id());
        return new CurrentTurn(
                prompt, where, begun, isLost ? attempt : attempt + 1, cleared, stopped, seen, starts, shown);
    }

    /** With tool calls that were seen to begin; the turn continues later or elsewhere. */
    public CurrentTurn seeing(List<InterruptedTool> nowSeen) {
        var all = Stream.concat(seen.stream(), nowSeen.stream()).distinct().toList();
        var latest = all.subList(Math.max(0, all.size() - MOST_SEEN), all.size());
        return new CurrentTurn(prompt, session, begun, attempt, cleared, stopped, latest, starts, shown);
    }

    /** The agent has got the prompt's files and looks at so many bytes. They count in its session once the turn has ended. */
    public CurrentTurn showing(long bytes) {
        return shown != null
                ? this
                : new CurrentTurn(prompt, session, begun, attempt, cleared, stopped, seen, starts, bytes);
    }

    /** The host stops in order, so this turn is not what ends the chat. */
    CurrentTurn survived() {
        return new CurrentTurn(prompt, session, begun, attempt, cleared, stopped, seen, 0, shown);
    }

    /** Whether it may be what the chat fails of: then it is not sent again unless a person says so. */
    public boolean isSuspect() {
        return begun && starts >= MOST_STARTS;
    }

    /** The same attempt; its session continues as {@code where}. */
    public CurrentTurn in(Session where) {
        return new CurrentTurn(prompt, where, begun, attempt, cleared, stopped, seen, starts, shown);
    }

    /** The same turn in a chat where its prompt's message is not. */
    CurrentTurn withoutMessage() {
        return new CurrentTurn(prompt.withoutMessage(), session, begun, attempt, cleared, stopped, seen, starts, shown);
    }

    /** If the turn is cut off, nobody need be asked about these tool calls. */
    public CurrentTurn clearing(List<String> toolUses) {
        return new CurrentTurn(prompt, session, begun, attempt, toolUses, stopped, seen, starts, shown);
    }

    public CurrentTurn stop() {
        return new CurrentTurn(prompt, session, begun, attempt, cleared, true, seen, starts, shown);
    }
}
