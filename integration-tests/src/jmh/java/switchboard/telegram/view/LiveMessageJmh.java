package switchboard.telegram.view;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import switchboard.agent.AgentProtocol;
import switchboard.model.TurnId;
import switchboard.telegram.markdown.Answers;
import switchboard.telegram.markdown.MarkdownToHtml;
import switchboard.telegram.markdown.Rendered;

/** A state of the live message of an answer that has grown to a length. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LiveMessageJmh {

    private static final int DELTA = 20;

    @Param({"2000", "20000", "200000"})
    public int length;

    private final Instant start = Instant.ofEpochSecond(1_000);
    private final LiveTurn turn = new LiveTurn(TurnId.random(), "512", LiveMessageState.NONE.at(Optional.of(77)));

    @Setup
    public void stream() {
        turn.starts(start);
        var answer = Answers.of(length);
        for (var from = 0; from < answer.length(); from += DELTA) {
            turn.add(new AgentProtocol.Spoke(answer.substring(from, Math.min(answer.length(), from + DELTA))));
        }
    }

    @Benchmark
    public Rendered preview() {
        return MarkdownToHtml.render(turn.text(start.plusSeconds(9)));
    }
}
