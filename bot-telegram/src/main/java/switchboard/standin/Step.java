package switchboard.standin;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.model.PermissionMode;

/** One step of a scene. A tool call is known by its {@code ref} within the scene until it has ended. */
sealed interface Step {

    /**
     * A tool that the scene shows at work.
     *
     * @param line the call in one line, for a person
     * @param mayChange whether the real tool may change something
     */
    record Tool(String line, boolean isSubagent, boolean mayChange) {

        static Tool harmless(String line) {
            return new Tool(line, false, false);
        }

        static Tool changing(String line) {
            return new Tool(line, false, true);
        }

        static Tool subagent(String line) {
            return new Tool(line, true, true);
        }
    }

    /** Streams a text, {@code words} words at a time. */
    record Say(String text, int words) implements Step {}

    /** A few words of a text that is being said. */
    record Speak(String words) implements Step {}

    /** All of a text has been said. */
    record Spoken(String text) implements Step {}

    record Pause(Duration length) implements Step {}

    /** @param parent the call of the subagent that makes this one, null for the main conversation */
    record BeginTool(String ref, Tool tool, @Nullable String parent) implements Step {}

    record EndTool(String ref, boolean failed) implements Step {}

    /**
     * A tool call on which a person decides. A later step must end the call.
     *
     * @param then the steps that follow an answer
     */
    record Ask(
            String ref, Tool tool, AgentProtocol.Request request, Function<AgentProtocol.Resolution, List<Step>> then)
            implements Step {}

    /** The permission mode changes by itself. */
    record ChangeMode(PermissionMode mode) implements Step {}

    /** The API fails and is tried again. */
    record Retry(int attempt, int most, int status, String error) implements Step {}

    /**
     * The turn fails, which ends it.
     *
     * @param text the API's own words
     * @param sentence the reason, for a person
     */
    record Fail(String text, String sentence) implements Step {}
}
