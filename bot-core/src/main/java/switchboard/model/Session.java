package switchboard.model;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Claude Code session as a chat holds it.
 *
 * @param id passed as {@code --session-id} until it is used, as {@code --resume} ever after
 * @param used whether a prompt may already have reached it
 * @param directory where it works
 * @param title what its owner calls it, null without a name
 * @param opening the first words of its first prompt, null while there is none
 * @param at when it was last worked in
 */
public record Session(
        SessionId id,
        boolean used,
        Path directory,
        @Nullable String title,
        @Nullable String opening,
        Instant at) {

    /** A session that nothing has been said in yet. */
    public static Session fresh(Path directory, @Nullable String title, Instant now) {
        return new Session(SessionId.random(), false, directory, title, null, now);
    }

    public Session usedAt(Instant now) {
        return new Session(id, true, directory, title, opening, now);
    }

    public Session titled(@Nullable String name) {
        return new Session(id, used, directory, name, opening, at);
    }

    /** Notes the first words, once. */
    public Session opened(String words) {
        return opening == null ? new Session(id, used, directory, title, words, at) : this;
    }

    /** The same place and title under a new id: what is left when Claude no longer knows the old one. */
    public Session renewed(Instant now) {
        return new Session(SessionId.random(), false, directory, title, opening, now);
    }

    /** The same under another id. */
    public Session numbered(SessionId other) {
        return new Session(other, true, directory, title, opening, at);
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
