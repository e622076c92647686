package switchboard.load;

import java.time.Duration;

/**
 * How far a load test is.
 *
 * @param said messages so far
 * @param settled how many of them are answered or refused
 * @param all messages of the whole test
 * @param median the time to the whole answer, so far
 * @param p99 the same, of which 1 % takes longer
 * @param faults answers that came twice or in a wrong chat
 */
public record Progress(int said, int settled, int all, Duration median, Duration p99, int faults) {}
