package switchboard.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a session begins as a copy of.
 *
 * @param of the session that is copied, which stays as it is
 * @param before the copy ends before this prompt; null for all that was said
 * @param until nothing is copied that was said later; null for all that was said
 */
public record Origin(
        SessionId of, @Nullable TurnId before, @Nullable Instant until) {

    /** A copy of what is said there until it is made. */
    public Origin(SessionId of, @Nullable TurnId before) {
        this(of, before, null);
    }

    /** The copied session continues under another id. */
    Origin renumbered(SessionId earlier, SessionId now) {
        return of.equals(earlier) ? new Origin(now, before, until) : this;
    }
}
