package switchboard.model;

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
 */
public record Session(
        SessionId id,
        String agent,
        boolean used,
        Path directory,
        @Nullable String title,
        @Nullable String opening,
        Instant at,
        long shown) {

    /** The agent of the sessions that were stored before there was another. */
    public static final String FIRST_AGENT = "claude";

    public Session {
        agent = agent == null ? FIRST_AGENT : agent;
    }

    /** A session that nothing has been said in yet. */
    public static Session fresh(Path directory, @Nullable String title, Instant now) {
        return new Session(SessionId.random(), FIRST_AGENT, false, directory, title, null, now, 0);
    }

    /** The same as a session of this agent. */
    public Session of(String other) {
        return new Session(id, other, used, directory, title, opening, at, shown);
    }

    public Session usedAt(Instant now) {
        return new Session(id, agent, true, directory, title, opening, now, shown);
    }

    public Session titled(@Nullable String name) {
        return new Session(id, agent, used, directory, name, opening, at, shown);
    }

    /** Notes the first words, once. */
    public Session opened(String words) {
        return opening == null ? new Session(id, agent, used, directory, title, words, at, shown) : this;
    }

    /** The same place and title under a new id: what is left when the agent no longer knows the old one. */
    public Session renewed(Instant now) {
        return new Session(SessionId.random(), agent, false, directory, title, opening, now, 0);
    }

    /** The same under another id: its agent has emptied its context and goes on. */
    public Session numbered(SessionId other) {
        return new Session(other, agent, true, directory, title, opening, at, 0);
    }

    /** The agent was given more files to look at, of so many bytes. */
    Session showing(long bytes) {
        return new Session(id, agent, used, directory, title, opening, at, shown + bytes);
    }

    /** Whether both are this session, perhaps at different times. */
    public boolean isSame(Session other) {
        return id.equals(other.id);
    }

    /** How a list names it. */
    public String label() {
        if (title != null) {
            return title;
        }
        return opening != null ? opening : id.brief();
    }
}
