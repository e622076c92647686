package switchboard.telegram.update;

import switchboard.audit.Audit;

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
}
