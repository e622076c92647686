package switchboard.web;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.pekko.stream.SharedKillSwitch;

/**
 * The connections on which nobody has shown the key yet. Their number is limited: one more closes the oldest, which has had
 * enough time. Thread-safe.
 */
final class Newcomers {

    static final int MOST = 128;

    private final Set<SharedKillSwitch> waiting = new LinkedHashSet<>();

    synchronized void add(SharedKillSwitch connection) {
        waiting.add(connection);
        if (waiting.size() > MOST) {
            end(waiting.iterator().next());
        }
    }

    /** The connection has shown the key, and stays. */
    synchronized void letIn(SharedKillSwitch connection) {
        waiting.remove(connection);
    }

    /** Closes the connection, unless it was let in. */
    synchronized void end(SharedKillSwitch connection) {
        if (waiting.remove(connection)) {
            connection.shutdown();
        }
    }
}
