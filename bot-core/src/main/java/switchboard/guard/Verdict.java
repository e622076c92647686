package switchboard.guard;

/**
 * The guard's decision on a tool call.
 *
 * @param reason a sentence for the person and the model; empty for {@link Kind#OPEN}
 */
public record Verdict(Kind kind, String reason) {

    /** The kinds of verdicts, from the mildest to the strictest. */
    public enum Kind {
        OPEN,
        ASK,
        DENY
    }

    /** No objection: the other rules for the call decide. */
    public static final Verdict OPEN = new Verdict(Kind.OPEN, "");

    static Verdict ask(String reason) {
        return new Verdict(Kind.ASK, reason);
    }

    static Verdict deny(String reason) {
        return new Verdict(Kind.DENY, reason);
    }

    /** Turns a denial into a question, because it is not certain that the call would reach the file. */
    Verdict orAsk() {
        return kind == Kind.DENY ? ask(reason) : this;
    }

    /** The stricter of the two. */
    Verdict and(Verdict other) {
        return other.kind.compareTo(kind) > 0 ? other : this;
    }
}
