package switchboard.claude.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One step of a scene. A tool call is known by its {@code ref} within the scene until it has ended. */
sealed interface Step {

    /** A text, streamed; {@code words} come at a time. */
    record Say(String text, int words) implements Step {}

    /** A few words of a text that is being said. */
    record Speak(String words) implements Step {}

    /** All of a text has been said. */
    record Spoken(String text) implements Step {}

    record Pause(Duration length) implements Step {}

    /** @param parent the call of the subagent that makes this one, null for the main conversation */
    record BeginTool(
            String ref,
            String tool,
            ObjectNode input,
            @Nullable String parent) implements Step {}

    record EndTool(String ref, String output, boolean failed) implements Step {}

    /**
     * A tool call that a person decides on; the call has still to be ended.
     *
     * @param suggestions rules that would spare the question
     * @param forbidden whether the permission mode forbids it
     * @param then how the scene goes on, given the payload of the answer
     */
    record Ask(
            String ref,
            String tool,
            ObjectNode input,
            ArrayNode suggestions,
            boolean forbidden,
            Function<JsonNode, List<Step>> then)
            implements Step {}

    /** The permission mode changes by itself. */
    record ChangeMode(String mode) implements Step {}

    /** The API has failed and is tried again. */
    record Retry(int attempt, int most, int status, String error) implements Step {}

    /** The API has failed for good, which ends the turn. */
    record Fail(int status, String error, String text) implements Step {}
}
