package switchboard.guard;

/**
 * What the guard says to a tool call.
 *
 * @param reason a sentence for the person and the model; empty for {@link Kind#OPEN}
 */
public record Verdict(Kind kind, String reason) {

    /** From the mildest to the strictest. */
    public enum Kind {
        OPEN,
        ASK,
        DENY
    }

    /** No objection: what else holds for the call decides. */
    public static final Verdict OPEN = new Verdict(Kind.OPEN, "");

    static Verdict ask(String reason) {
        return new Verdict(Kind.ASK, reason);
    }

    static Verdict deny(String reason) {
        return new Verdict(Kind.DENY, reason);
    }

    /** Where it is not certain that it would come to that. */
    Verdict orAsk() {
        return kind == Kind.DENY ? ask(reason) : this;
    }

    /** The stricter of the two. */
    Verdict and(Verdict other) {
        return other.kind.compareTo(kind) > 0 ? other : this;
    }
}
