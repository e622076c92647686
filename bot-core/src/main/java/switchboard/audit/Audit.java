package switchboard.audit;

/** Keeps the record of who did what. */
@FunctionalInterface
public interface Audit {

    /** Keeps nothing. */
    Audit NONE = entry -> {};

    /** Takes an entry. A chat calls it, so it must not wait for anything, and does not fail. */
    void record(AuditEntry entry);
}
