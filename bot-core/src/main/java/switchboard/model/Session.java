package switchboard.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent's session as a chat holds it.
 *
 * @param agent the id of the agent that it is a session of; as long as it is not used another may take it over
 * @param used whether a prompt may already have reached it
 * @param directory where it works
 * @param title what its owner calls it, null without a name
 * @param opening the first words of its first prompt, null while there is none
 * @param at when it was last worked in
 * @param shown the bytes of all files that its agent was given to look at since its context was empty
 * @param origin the session that it begins as a copy of; null for none, and once a prompt was answered here
 * @param brief what its agent is to know before the first prompt; null for nothing, and once a prompt was answered here
 */
public record Session(
        SessionId id,
        String agent,
        boolean used,
        Path directory,
        @Nullable String title,
        @Nullable String opening,
        Instant at,
        long shown,
        @Nullable Origin origin,
        @Nullable String brief) {

    /** The agent of the sessions that were stored before there was another. */
    public static final String FIRST_AGENT = "claude";

    public Session {
        agent = agent == null ? FIRST_AGENT : agent;
    }

    /** A session that brings nothing from another. */
    public Session(
            SessionId id,
            String agent,
            boolean used,
            Path directory,
            @Nullable String title,
            @Nullable String opening,
            Instant at,
            long shown) {
        this(id, agent, used, directory, title, opening, at, shown, null, null);
    }

    /** A session that nothing has been said in yet. */
    public static Session fresh(Path directory, @Nullable String title, Instant now) {
        return new Session(SessionId.random(), FIRST_AGENT, false, directory, title, null, now, 0);
    }

    /** The same under another id; nothing was said in it yet. */
    Session as(SessionId other) {
        return new Session(other, agent, used, directory, title, opening, at, shown, origin, brief);
    }

    /** The same as a session of this agent. */
    public Session of(String other) {
        return new Session(id, other, used, directory, title, opening, at, shown, origin, brief);
    }

    /**
     * A session that begins as a copy of this one.
     *
     * @param before the copy ends before this prompt; null for all that was said
     * @param name its title, null without one
     */
    public Session fork(@Nullable TurnId before, @Nullable String name, Instant now) {
        return copied(new Origin(id, before), name, now);
    }

    /** A copy of all that was said here until now, which is still that if more is said before it is made. */
    public Session forkNow(Instant now) {
        var from = used ? new Origin(id, null, now) : origin;
        return new Session(SessionId.random(), agent, false, directory, title, opening, now, shown, from, brief);
    }

    /** One that begins as this one does, in which nothing was said yet. */
    public Session twin(@Nullable String name, Instant now) {
        return copied(origin, name, now);
    }

    /** The session in which the work of this one continues: its agent is to know only this. */
    Session succeeded(String summary, Instant now) {
        return new Session(SessionId.random(), agent, false, directory, title, null, now, 0, null, summary);
    }

    private Session copied(@Nullable Origin from, @Nullable String name, Instant now) {
        return new Session(SessionId.random(), agent, false, directory, name, null, now, shown, from, brief);
    }

    /** The session that it begins as a copy of continues under another id. */
    Session following(SessionId earlier, SessionId now) {
        return origin == null || !origin.of().equals(earlier)
                ? this
                : new Session(
                        id, agent, used, directory, title, opening, at, shown, origin.renumbered(earlier, now), brief);
    }

    /** A prompt was answered here, so the agent has what the session began with. */
    Session settled() {
        return origin == null && brief == null
                ? this
                : new Session(id, agent, used, directory, title, opening, at, shown);
    }

    public Session usedAt(Instant now) {
        return new Session(id, agent, true, directory, title, opening, now, shown, origin, brief);
    }

    public Session titled(@Nullable String name) {
        return new Session(id, agent, used, directory, name, opening, at, shown, origin, brief);
    }

    /** Notes the first words, once. */
    public Session opened(String words) {
        return opening == null ? new Session(id, agent, used, directory, title, words, at, shown, origin, brief) : this;
    }

    /** The same place and title under a new id: what is left when the agent no longer knows the old one, or its origin. */
    public Session renewed(Instant now) {
        return new Session(SessionId.random(), agent, false, directory, title, opening, now, 0, null, brief);
    }

    /** The same under another id: its agent has emptied its context and continues. */
    public Session numbered(SessionId other) {
        return new Session(other, agent, true, directory, title, opening, at, 0);
    }

    /** The agent was given more files to look at, of so many bytes. */
    Session showing(long bytes) {
        return new Session(id, agent, used, directory, title, opening, at, shown + bytes, origin, brief);
    }

    /** Whether both are this session, perhaps at different times. */
    public boolean isSame(Session other) {
        return id.equals(other.id);
    }

    /** Whether nothing was said in it, and it brings nothing from another. */
    @JsonIgnore
    public boolean isEmpty() {
        return !used && origin == null && brief == null;
    }

    /** How a list names it. */
    public String label() {
        if (title != null) {
            return title;
        }
        return opening != null ? opening : id.brief();
    }
}
