package switchboard.telegram.update;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import switchboard.audit.AuditEntry;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/** Refuses people who send too much. What was sent while the bot was down has waited long enough and is not refused. Thread-safe. */
final class Pace {

    /** Messages sent while the bot was down arrive within this time after the first one. */
    private static final Duration CATCHES_UP_WITHIN = Duration.ofMinutes(5);

    private final Replies replies;
    private final Oversight oversight;
    private final Clock clock;
    private final Instant started;
    private @Nullable Instant firstCame;

    Pace(Replies replies, Oversight oversight, Clock clock) {
        this.replies = replies;
        this.oversight = oversight;
        this.clock = clock;
        this.started = clock.instant().truncatedTo(ChronoUnit.SECONDS); // messages are dated in seconds
    }

    /** From now on this is not refused: the person knows that it is kept. */
    void admit(Inbound.Source source, List<Long> updates) {
        oversight.limit().admit(source.caller().id(), source.at(), updates);
    }

    /** How long a person must wait who has sent too much; empty if they need not. */
    Optional<Duration> tooSoon(Inbound.Source source, List<Long> updates) {
        if (isSaidWhileDown(source)) {
            admit(source, updates);
            return Optional.empty();
        }
        return oversight.limit().take(source.caller().id(), source.at(), updates);
    }

    /** Says how long they must wait. */
    CompletionStage<Void> refuse(Inbound.Source source, String said, Duration wait) {
        oversight.refused(clock.instant(), source.caller(), source.chat(), AuditEntry.Kind.RATE_LIMIT, said);
        var allowance = oversight.limit().allowance();
        return replies.say(
                source,
                Texts.of(
                        "rate.limited",
                        allowance.requests(),
                        HumanText.inWords(allowance.window()),
                        HumanText.inWords(wait)));
    }

    /**
     * Whether the message was sent while the bot was down. A clock that was ahead at the start must not make every later message
     * seem old.
     */
    synchronized boolean isSaidWhileDown(Inbound.Source source) {
        var now = clock.instant();
        firstCame = firstCame == null ? now : firstCame;
        var since = Duration.between(firstCame, now);
        return source.at().isBefore(started) && !since.isNegative() && since.compareTo(CATCHES_UP_WITHIN) < 0;
    }
}
