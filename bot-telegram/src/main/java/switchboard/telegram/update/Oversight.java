package switchboard.telegram.update;

import java.time.Instant;
import switchboard.audit.Audit;
import switchboard.audit.AuditEntry;
import switchboard.model.Caller;
import switchboard.model.ChatId;

/**
 * What keeps an eye on what people send.
 *
 * @param audit keeps the record of who was refused
 */
public record Oversight(RateLimit limit, Audit audit) {

    /** Limits and records nothing. */
    public static Oversight none() {
        return new Oversight(new RateLimit(RateLimit.Allowance.UNLIMITED), Audit.NONE);
    }

    /** Records that somebody was refused. */
    void refused(Instant at, Caller who, ChatId chat, AuditEntry.Kind kind, String what) {
        audit.record(new AuditEntry(at, who, chat, kind, what, "refused", null));
    }
}
