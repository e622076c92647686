package switchboard.claude;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ScriptedClaude} does with a prompt, step by step; after the last step comes the result. Immutable: each
 * method gives a longer script.
 */
public record Script(List<Step> steps) {

    /** One step. */
    public sealed interface Step {}

    record Say(String text) implements Step {}

    record Tool(String name, String input, @Nullable String parent) implements Step {}

    record Ask(
            String tool,
            String input,
            String suggestions,
            @Nullable String agent) implements Step {}

    record Call(String tool, String arguments, @Nullable String agent) implements Step {}

    record AwaitAnswers() implements Step {}

    record Hold() implements Step {}

    record Crash(int code, String stderr) implements Step {}

    record Freeze() implements Step {}

    record Fail(int status, String text) implements Step {}

    record Line(String json) implements Step {}

    /** Nothing is said: an empty answer. */
    public static final Script EMPTY = new Script(List.of());

    public Script {
        steps = List.copyOf(steps);
    }

    /** A text, streamed in two deltas and then given whole. */
    public static Script saying(String text) {
        return EMPTY.say(text);
    }

    public Script say(String text) {
        return then(new Say(text));
    }

    /** A tool that needs no permission; {@code input} is a JSON object. */
    public Script tool(String name, String input) {
        return then(new Tool(name, input, null));
    }

    /** The same by a subagent; {@code parent} is the tool call it belongs to. */
    public Script toolOfSubagent(String name, String input, String parent) {
        return then(new Tool(name, input, parent));
    }

    /** Asks and goes on with what was answered. */
    public Script ask(String tool, String input) {
        return ask(tool, input, "[]");
    }

    /** The same with {@code permission_suggestions}, a JSON array. */
    public Script ask(String tool, String input, String suggestions) {
        return then(new Ask(tool, input, suggestions, null)).awaitAnswers();
    }

    /** A subagent asks; the script continues meanwhile and waits for the answer at its end. */
    public Script askAside(String agent, String tool, String input) {
        return then(new Ask(tool, input, "[]", agent));
    }

    /** Calls a tool of the host's and continues with its answer. */
    public Script call(String tool, String arguments) {
        return callAside(null, tool, arguments).awaitAnswers();
    }

    /**
     * Calls a tool of the host's; the script continues meanwhile and waits for the answer at its end.
     *
     * @param agent the subagent's own call, null for the main conversation
     */
    public Script callAside(@Nullable String agent, String tool, String arguments) {
        return then(new Call(tool, arguments, agent));
    }

    /** Waits until nothing is asked any more. */
    public Script awaitAnswers() {
        return then(new AwaitAnswers());
    }

    /** Waits until the test calls {@link ScriptedProcess#release}. */
    public Script hold() {
        return then(new Hold());
    }

    /** The process ends by itself. */
    public Script crash(int code, String stderr) {
        return then(new Crash(code, stderr));
    }

    /** From now on the process writes nothing and takes nothing in. */
    public Script freeze() {
        return then(new Freeze());
    }

    /** The turn ends with an error of the API. */
    public Script fail(int status, String text) {
        return then(new Fail(status, text));
    }

    /** Any line. */
    public Script line(String json) {
        return then(new Line(json));
    }

    private Script then(Step step) {
        var longer = new ArrayList<>(steps);
        longer.add(step);
        return new Script(longer);
    }
}
