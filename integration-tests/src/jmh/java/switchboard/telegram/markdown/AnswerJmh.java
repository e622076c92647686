package switchboard.telegram.markdown;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The renderer and the splitter, on a whole answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AnswerJmh {

    @Param({"2000", "20000", "200000"})
    public int length;

    private String answer = "";

    @Setup
    public void write() {
        answer = Answers.of(length);
    }

    @Benchmark
    public Rendered render() {
        return MarkdownToHtml.render(answer);
    }

    @Benchmark
    public List<String> split() {
        return MessageSplitter.split(answer);
    }
}
