package switchboard.model;

/**
 * How a turn ended.
 *
 * @param text what Claude said, as Markdown; of a failed or cancelled turn what it said until then
 * @param reason of a failure one plain sentence with what to do, else empty
 */
public record Outcome(Kind kind, String text, String reason) {

    /** The three ways a prompt ends. */
    public enum Kind {
        ANSWERED,
        FAILED,
        CANCELLED
    }

    public static Outcome answered(String text) {
        return new Outcome(Kind.ANSWERED, text, "");
    }

    public static Outcome failed(String text, String reason) {
        return new Outcome(Kind.FAILED, text, reason);
    }

    public static Outcome cancelled(String text) {
        return new Outcome(Kind.CANCELLED, text, "");
    }
}
