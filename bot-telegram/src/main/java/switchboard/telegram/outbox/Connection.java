package switchboard.telegram.outbox;

import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import switchboard.telegram.api.Diagnosis;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.PacedLog;

/** Watches whether Telegram can be reached and knows the token. Logs changes, not every call. */
final class Connection {
    private final Logger log;
    private final PacedLog paced;
    private OptionalLong downSince = OptionalLong.empty();
    private boolean faltering;
    private boolean unauthorized;
    private OptionalLong workedAt = OptionalLong.empty();

    Connection(Logger log) {
        this.log = log;
        this.paced = new PacedLog(log);
    }

    void works(long now) {
        answered(now);
        unauthorized = false;
        workedAt = OptionalLong.of(now);
    }

    /** Whether a call has succeeded within this last time. */
    boolean hasWorkedWithin(Duration last, long now) {
        return workedAt.isPresent() && now - workedAt.getAsLong() <= last.toNanos();
    }

    void failed(Failure failure, long now) {
        switch (failure) {
            case Failure.Unreachable unreachable -> unreachable(unreachable, now);
            case Failure.Refused refused -> {
                answered(now);
                refused(refused);
            }
            case Failure.TooManyRequests many -> answered(now);
            case Failure.Unavailable unavailable -> falters(unavailable);
            case Failure.Unclear unclear -> falters(unclear);
        }
    }

    private void unreachable(Failure failure, long now) {
        if (downSince.isEmpty()) {
            downSince = OptionalLong.of(now);
            paced.warn("unreachable", Diagnosis.of(failure) + " Messages wait.");
        }
    }

    private void falters(Failure failure) {
        if (!faltering) {
            faltering = true;
            paced.warn(
                    "falters",
                    "Telegram does not answer as it should, perhaps more than once: " + Diagnosis.of(failure));
        }
    }

    private void answered(long now) {
        faltering = false;
        if (downSince.isPresent()) {
            long seconds = Duration.ofNanos(now - downSince.getAsLong()).toSeconds();
            log.info("Telegram can be reached again, after {} s", seconds);
            downSince = OptionalLong.empty();
        }
    }

    private void refused(Failure.Refused refused) {
        if (!refused.isOfToken()) {
            log.debug("Telegram refused a call: {} {}", refused.code(), refused.description());
        } else if (!unauthorized) {
            unauthorized = true;
            log.error(
                    "Telegram does not accept the bot token ({} {}): nothing can be sent, messages wait",
                    refused.code(),
                    refused.description());
        }
    }
}
