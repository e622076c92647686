package switchboard.claude;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import switchboard.claude.wire.Incoming;

/** The codec: from the bytes of a line of Claude Code to what it says. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StreamEventsJmh {

    @Param({"text-delta", "tool-input-delta", "tool-of-subagent", "result-completed"})
    public String line = "";

    private BoundedLines lines = new BoundedLines(InputStreamReader.nullReader());

    @Setup
    public void open() {
        lines = repeated(line);
    }

    @Benchmark
    public Incoming read() throws IOException {
        var text = lines.next();
        return text == null ? new Incoming.Other("") : StreamJson.read(text);
    }

    /** A stream of one line again and again, without an end. */
    static BoundedLines repeated(String name) {
        var once = (Lines.line(name) + "\n").getBytes(StandardCharsets.UTF_8);
        var endless = new InputStream() {
            private final ByteArrayInputStream bytes = new ByteArrayInputStream(once);

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (bytes.available() == 0) {
                    bytes.reset();
                }
                return bytes.read(into, offset, length);
            }
        };
        return new BoundedLines(new InputStreamReader(endless, StandardCharsets.UTF_8));
    }
}
