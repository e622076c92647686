package switchboard.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of a load test.
 *
 * @param messages in the order in which they were to be sent
 * @param reasons why messages were refused, with their numbers
 * @param lasted from the first message to the last answer
 */
public record LoadResult(
        LoadPlan plan, List<Message> messages, Faults faults, Map<String, Integer> reasons, Duration lasted) {

    /** Stands for a time that did not come. */
    public static final long NEVER = -1;

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int DIGITS = 3;

    /** What a person waits for, since the moment at which the message was to be sent. */
    public enum Phase {
        /** Until the message is stored. */
        ACKNOWLEDGED,
        /** Until the agent begins with it. */
        QUEUED,
        /** Until the first words of the answer are shown. */
        FIRST_TEXT,
        /** Until the whole answer is shown. */
        FINAL;

        private long of(Message message) {
            return switch (this) {
                case ACKNOWLEDGED -> message.accepted();
                case QUEUED -> message.begun();
                case FIRST_TEXT -> message.first();
                case FINAL -> message.last();
            };
        }
    }

    /**
     * One message and its answer. Times are in microseconds since the test began, or {@link #NEVER}.
     *
     * @param due when it was to be sent
     * @param begun as exact as the machine's clock in milliseconds
     */
    public record Message(Mark mark, long due, long accepted, long begun, long first, long last, boolean isRefused) {

        public boolean isLost() {
            return last == NEVER && !isRefused;
        }
    }

    /**
     * What must not happen, besides loss.
     *
     * @param doubled answers that came twice
     * @param repeated answers that came twice and said so, because it was not known whether they had arrived
     * @param misplaced messages with words of another chat
     * @param disordered answers that came after that of a later message of their chat
     * @param forgetful answers of an agent that did not know what was said before in its chat
     */
    public record Faults(int doubled, int repeated, int misplaced, int disordered, int forgetful) {}

    public long answered() {
        return messages.stream().filter(message -> message.last() != NEVER).count();
    }

    public long refused() {
        return messages.stream().filter(Message::isRefused).count();
    }

    public long lost() {
        return messages.stream().filter(Message::isLost).count();
    }

    /** How long people waited, in microseconds. */
    public Histogram latency(Phase phase) {
        var histogram = new Histogram(LONGEST.toMillis() * 1_000, DIGITS);
        for (var message : messages) {
            var time = phase.of(message);
            if (time != NEVER) {
                histogram.recordValue(Math.clamp(time - message.due(), 0, LONGEST.toMillis() * 1_000));
            }
        }
        return histogram;
    }
}
