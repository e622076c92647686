package switchboard.telegram.outbox;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The send queue, for one step of the outbox: something is queued, what may go goes, and the time of the next step is asked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SendQueueJmh {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_A_SECOND = 20;
    private static final int LIVE = 7;

    @Param({"1", "20", "1000"})
    public int chats;

    private SendQueue<Object> queue = new SendQueue<>();
    private long now;
    private int steps;

    @Setup(Level.Iteration)
    public void open() {
        queue = new SendQueue<>();
        now = 0;
        steps = 0;
    }

    /** The chats are answered by turns, each as soon as its limits allow. */
    @Benchmark
    public long answers() {
        now += SECOND / Math.min(chats, MOST_A_SECOND);
        queue.write(chat(), Kind.REPLY, OptionalInt.empty(), "", now);
        return send();
    }

    /** All chats have a live message with news at ten times a second, of which the limits allow some. */
    @Benchmark
    public long previews() {
        now += SECOND / 10 / chats;
        queue.preview(chat(), LIVE, steps, now);
        return send();
    }

    private int chat() {
        return 1 + steps++ % chats;
    }

    private long send() {
        for (var next = queue.next(now); next.isPresent(); next = queue.next(now)) {
            queue.done(next.get());
        }
        return queue.wakeAt(now);
    }
}
