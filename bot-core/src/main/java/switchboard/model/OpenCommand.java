package switchboard.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slash command whose work takes a while and has no answer yet. After a crash the work is forgotten, and people are notified.
 *
 * @param name without the slash
 * @param attached content besides the argument
 * @param message the front's reference to the message, null if there is none
 */
public record OpenCommand(
        String name,
        String argument,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Content> attached,
        @Nullable String message) {

    public OpenCommand {
        attached = attached == null ? List.of() : List.copyOf(attached);
    }

    /** What a button that gives it again carries. */
    public String line() {
        return ("/" + name + " " + argument).strip();
    }
}
