package switchboard.model;

import org.jspecify.annotations.Nullable;

/**
 * What a session begins as a copy of.
 *
 * @param of the session that is copied, which stays as it is
 * @param before the copy ends before this prompt; null for all that was said
 */
public record Origin(SessionId of, @Nullable TurnId before) {

    /** The copied session continues under another id. */
    Origin renumbered(SessionId earlier, SessionId now) {
        return of.equals(earlier) ? new Origin(now, before) : this;
    }
}
