package switchboard.telegram.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs events that may repeat with each request or update: each one at once, then at most every ten minutes, with the number of
 * times it came meanwhile. Thread-safe.
 */
public final class PacedLog {

    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final int MOST = 500;

    private static final class Said {
        long at;
        int more;

        Said(long at) {
            this.at = at;
        }
    }

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<String, Said> said = new LinkedHashMap<>();

    public PacedLog(Logger log) {
        this(log, System::nanoTime);
    }

    /** @param nanoTime a clock that never goes back */
    public PacedLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    public void warn(String sentence) {
        log(Level.WARN, sentence, sentence, null);
    }

    public void warn(String what, String sentence) {
        log(Level.WARN, what, sentence, null);
    }

    public void error(String what, String sentence) {
        log(Level.ERROR, what, sentence, null);
    }

    public void error(String what, String sentence, Throwable fault) {
        log(Level.ERROR, what, sentence, fault);
    }

    /** @param what the event's name; sentences with the same name are the same event */
    private void log(Level level, String what, String sentence, @Nullable Throwable fault) {
        var more = more(what);
        if (more >= 0) {
            var again = more == 0 ? "" : " (and " + more + " times more since it was last logged)";
            log.atLevel(level).setCause(fault).log("{}{}", sentence, again);
        }
    }

    /** How often the event was left out; negative if it is left out now, too. */
    private synchronized int more(String what) {
        var now = nanoTime.getAsLong();
        var before = said.get(what);
        if (before != null && now - before.at < PAUSE.toNanos()) {
            before.more++;
            return -1;
        }
        said.remove(what);
        said.put(what, new Said(now));
        if (said.size() > MOST) {
            said.remove(said.keySet().iterator().next());
        }
        return before == null ? 0 : before.more;
    }
}
