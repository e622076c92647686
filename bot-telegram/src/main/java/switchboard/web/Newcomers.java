package switchboard.web;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.pekko.stream.SharedKillSwitch;

/**
 * The connections on which nobody has shown the key yet. There may be only so many: one more makes the oldest go, which has
 * had time enough. Thread-safe.
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

    /** It has shown the key, and stays. */
    synchronized void letIn(SharedKillSwitch connection) {
        waiting.remove(connection);
    }

    /** Closes it, unless it was let in. */
    synchronized void end(SharedKillSwitch connection) {
        if (waiting.remove(connection)) {
            connection.shutdown();
        }
    }
}
