package switchboard.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a chat. Immutable.
 *
 * @param present where the next prompt goes
 * @param past earlier sessions, which {@code /resume} offers, newest first, at most {@link #MOST_PAST}
 * @param coming one that a person brings as a file, null if none is on its way
 */
public record Sessions(
        Session present, List<Session> past, @Nullable SessionImport coming) implements ChatPart {

    /** How many past sessions are kept. */
    public static final int MOST_PAST = 20;

    public Sessions {
        past = List.copyOf(past);
    }

    /** None is on its way. */
    public Sessions(Session present, List<Session> past) {
        this(present, past, null);
    }

    public Sessions titled(@Nullable String title) {
        return new Sessions(present.titled(title), past, coming);
    }

    static Sessions of(Session present) {
        return new Sessions(present, List.of());
    }

    /** Leaves the present session, which is a past one from now on unless it is empty. */
    Sessions enter(Session to) {
        var left = present.isEmpty() ? past.stream() : all();
        return new Sessions(to, newest(left.filter(each -> !each.isSame(to))), coming);
    }

    /** The present session or an earlier one. */
    public Optional<Session> find(SessionId id) {
        return all().filter(each -> each.id().equals(id)).findFirst();
    }

    /** The session as it is by now. */
    Session known(Session any) {
        return all().filter(any::isSame).findFirst().orElse(any);
    }

    boolean has(Session any) {
        return all().anyMatch(any::isSame);
    }

    /** Something was said in the session, which is the present one or a past one from now on. */
    Sessions workedIn(Session worked) {
        return present.isSame(worked)
                ? new Sessions(worked, past, coming)
                : withPast(worked, past.stream().filter(each -> !each.isSame(worked)));
    }

    /** Takes back {@link #workedIn}. */
    Sessions notWorkedIn(Session before) {
        if (present.isSame(before)) {
            return new Sessions(before, past, coming);
        }
        if (before.used()) {
            return this;
        }
        return new Sessions(
                present,
                past.stream()
                        .map(each -> each.isSame(before) ? before : each)
                        .filter(each -> !each.isEmpty())
                        .toList(),
                coming);
    }

    /** The session continues as {@code now}, perhaps under another id. */
    Sessions renumber(SessionId before, Session now) {
        return new Sessions(
                renumbered(present, before, now),
                past.stream().map(each -> renumbered(each, before, now)).toList(),
                coming);
    }

    /** What a session is that was there when {@code before} came to continue as {@code now}. */
    static Session renumbered(Session any, SessionId before, Session now) {
        return any.id().equals(before) ? now : any.following(before, now.id());
    }

    /** The turn ended so. A command of the agent's own, which it may have answered by itself, does not count. */
    Sessions ended(CurrentTurn turn, Outcome outcome) {
        var in = turn.session();
        return outcome.kind() == Outcome.Kind.ANSWERED && turn.prompt().literal()
                ? renumber(in.id(), known(in).settled())
                : this;
    }

    /** The agent was given files to look at in the session, of so many bytes. */
    Sessions showing(Session in, long bytes) {
        return renumber(in.id(), known(in).showing(bytes));
    }

    /** With another past session, the newest. */
    Sessions withPast(Session other) {
        return withPast(other, past.stream());
    }

    private Sessions withPast(Session newest, Stream<Session> others) {
        return new Sessions(present, newest(Stream.concat(Stream.of(newest), others)), coming);
    }

    /** @param other one that is on its way; null once that is here or does not come */
    public Sessions expecting(@Nullable SessionImport other) {
        return new Sessions(present, past, other);
    }

    private Stream<Session> all() {
        return Stream.concat(Stream.of(present), past.stream());
    }

    private static List<Session> newest(Stream<Session> sessions) {
        return sessions.limit(MOST_PAST).toList();
    }
}
