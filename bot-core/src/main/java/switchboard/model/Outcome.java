package switchboard.model;

import org.jspecify.annotations.Nullable;

/**
 * How a turn ended.
 *
 * @param text what Claude said, as Markdown; of a failed or cancelled turn what it said until then
 * @param reason of a failure one plain sentence with what to do, else empty
 * @param changes of files, as far as they can be put back; null for none
 */
public record Outcome(
        Kind kind, String text, String reason, @Nullable Changes changes) {

    /** The three ways a prompt ends. */
    public enum Kind {
        ANSWERED,
        FAILED,
        CANCELLED
    }

    public static Outcome answered(String text) {
        return new Outcome(Kind.ANSWERED, text, "", null);
    }

    public static Outcome failed(String text, String reason) {
        return new Outcome(Kind.FAILED, text, reason, null);
    }

    public static Outcome cancelled(String text) {
        return new Outcome(Kind.CANCELLED, text, "", null);
    }

    public Outcome with(@Nullable Changes some) {
        return new Outcome(kind, text, reason, some);
    }
}
