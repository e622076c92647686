package switchboard.model;

/** What a person decided on a {@link Question}. */
public sealed interface Decision {

    /** This once. */
    record Allow() implements Decision {}

    /** This and its like in this chat, until revoked. */
    record AllowAlways() implements Decision {}

    /** No; the reason is told to Claude. Of a plan: keep planning. */
    record Deny(String reason) implements Decision {}

    /** A choice's answer: one of the labels, or the person's own words. Of anything else: no, and why. */
    record Say(String text) implements Decision {}

    /** Of a choice of several: this option is ticked or not, and nothing is answered yet. */
    record Tick(int option, boolean ticked) implements Decision {}

    /** A choice's answer is what is ticked. */
    record Done() implements Decision {}

    /** The plan is carried out, and file edits need no asking from now on. */
    record AllowEdits() implements Decision {}
}
