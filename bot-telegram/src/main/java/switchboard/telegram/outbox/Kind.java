package switchboard.telegram.outbox;

/** The meaning of a write to its reader, most urgent first. {@code FINAL} and {@code REPLY} are always delivered. */
public enum Kind {
    /** The last text of a message, a question, a notice of an error. */
    FINAL,
    /** A further part of an answer, the answer to a command. */
    REPLY,
    /** A passing state of a message: only the newest counts. */
    PREVIEW,
    /** "typing ...": now or not at all. */
    ACTION;

    public boolean mustDeliver() {
        return compareTo(PREVIEW) < 0;
    }

    /** Throws IllegalArgumentException for kinds that may be dropped. */
    void requireMustDeliver() {
        if (!mustDeliver()) {
            throw new IllegalArgumentException(this + " may be dropped and has a message of its own");
        }
    }
}
