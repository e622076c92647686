package switchboard.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A prompt and the turn that answers it. The same UUID goes to Claude Code, which runs no uuid twice. */
public record TurnId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TurnId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a turn id is not blank");
        }
    }

    public static TurnId random() {
        return new TurnId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
