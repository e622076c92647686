package switchboard.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** A person's decision on a {@link Question}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Decision.Allow.class, name = "allow"),
    @JsonSubTypes.Type(value = Decision.AllowAlways.class, name = "allow_always"),
    @JsonSubTypes.Type(value = Decision.Deny.class, name = "deny"),
    @JsonSubTypes.Type(value = Decision.Say.class, name = "say"),
    @JsonSubTypes.Type(value = Decision.Tick.class, name = "tick"),
    @JsonSubTypes.Type(value = Decision.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Decision.AllowEdits.class, name = "allow_edits"),
    @JsonSubTypes.Type(value = Decision.AllowAsking.class, name = "allow_asking"),
    @JsonSubTypes.Type(value = Decision.Correct.class, name = "correct"),
    @JsonSubTypes.Type(value = Decision.TryAgain.class, name = "try_again")
})
public sealed interface Decision {

    /** The reason that the agent gets with a refusal; empty for any other decision. */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /** This once. */
    record Allow() implements Decision {}

    /** This and its like in this chat, until revoked. */
    record AllowAlways() implements Decision {}

    /** No; the agent gets the reason. Of a plan: keep planning. */
    record Deny(String reason) implements Decision {
        @Override
        public Optional<String> refusal() {
            return Optional.of(reason.isBlank() ? "The user does not want this." : "The user says: " + reason);
        }
    }

    /**
     * A choice's answer: one of the labels, or the person's own words. Of a recording: what is said in it. Of anything else: no, and
     * why.
     */
    record Say(String text) implements Decision {
        @Override
        public Optional<String> refusal() {
            return Optional.of("The user says: " + text);
        }
    }

    /** Of a choice of several: this option is ticked or not, and nothing is answered yet. */
    record Tick(int option, boolean ticked) implements Decision {}

    /** The ticked options are the choice's answer. */
    record Done() implements Decision {}

    /** The plan is carried out, and file edits need no asking from now on. */
    record AllowEdits() implements Decision {}

    /**
     * The plan is carried out, and all is asked about that the default mode asks about, unless the agent has chosen to plan by itself:
     * what {@link Allow} is from somebody who may not change the mode.
     */
    record AllowAsking() implements Decision {}

    /** Of a transcript: it is not sent by itself, because the person wants to correct it. */
    record Correct() implements Decision {}

    /** Of recordings that could not be transcribed: they are tried again. */
    record TryAgain() implements Decision {}
}
