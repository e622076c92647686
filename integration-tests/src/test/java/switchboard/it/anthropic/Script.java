package switchboard.it.anthropic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the model does in one turn: its answers in order, one per API call. Immutable; the modifiers ({@link #slowly}, {@link #hold},
 * {@link #usage} ...) apply to the round added last.
 *
 * <pre>{@code
 * Script.say("Let me look. ").thenCall("Bash", Map.of("command", "touch a")).thenSay("Done.")
 * }</pre>
 */
public record Script(List<Round> rounds) {

    public Script {
        rounds = List.copyOf(rounds);
    }

    /** Text; with a {@code thenCall} after it, the text goes before the call in the same answer. */
    public static Script say(String text) {
        return new Script(List.of(Round.of(text, List.of())));
    }

    public static Script call(String tool, Map<String, ?> input) {
        return calls(ToolCall.of(tool, input));
    }

    /** One answer with these calls; the CLI runs several of them as parallel calls. */
    public static Script calls(ToolCall... calls) {
        return new Script(List.of(Round.of("", List.of(calls))));
    }

    public static Script of(Round... rounds) {
        return new Script(List.of(rounds));
    }

    /** Plan mode: writes the plan file that the CLI named, then calls ExitPlanMode. Without the file the CLI asks with an empty plan. */
    public static Script plan(String markdown) {
        return calls(new ToolCall("Write", request -> Map.of("file_path", request.planFile(), "content", markdown)))
                .thenCall("ExitPlanMode", Map.of());
    }

    /** The next answer: text. */
    public Script thenSay(String text) {
        return plus(Round.of(text, List.of()));
    }

    /** A call in the answer that so far only has text, else in the next answer. */
    public Script thenCall(String tool, Map<String, ?> input) {
        return thenCalls(ToolCall.of(tool, input));
    }

    /** Like {@link #thenCall} with several parallel calls. */
    public Script thenCalls(ToolCall... calls) {
        Round last = rounds.getLast();
        return last.calls().isEmpty()
                ? last(round -> new Round(
                        round.text(),
                        List.of(calls),
                        round.chunkSize(),
                        round.pause(),
                        round.latch(),
                        round.usage(),
                        round.headers()))
                : plus(Round.of("", List.of(calls)));
    }

    /** Pauses that long after every text delta. */
    public Script slowly(Duration perChunk) {
        return last(round -> round.withPause(perChunk));
    }

    /** Cuts the text into deltas of that many code points, default 16. */
    public Script inChunksOf(int codePoints) {
        return last(round -> round.withChunkSize(codePoints));
    }

    /** Streams the first text delta, then waits for {@link FakeMessagesApi#release}. */
    public Script hold(String latch) {
        return last(round -> round.withLatch(latch));
    }

    public Script usage(Round.Usage usage) {
        return last(round -> round.withUsage(usage));
    }

    /** Extra response headers, e.g. {@link Fault#usageWarning}. */
    public Script headers(Map<String, String> headers) {
        return last(round -> round.withHeaders(headers));
    }

    /** The answer of that round, counted from 0; past the end a text that says so. */
    Round round(int index) {
        return index < rounds.size()
                ? rounds.get(index)
                : Round.of("The script has no round " + index + ".", List.of());
    }

    private Script plus(Round round) {
        var all = new ArrayList<Round>(rounds);
        all.add(round);
        return new Script(all);
    }

    private Script last(UnaryOperator<Round> change) {
        var all = new ArrayList<Round>(rounds);
        all.add(change.apply(all.removeLast()));
        return new Script(all);
    }
}
