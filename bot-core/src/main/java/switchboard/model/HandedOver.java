package switchboard.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import switchboard.text.Texts;

/**
 * What the end of a turn hands over to another session.
 *
 * @param outcome of the turn, which tells people of it
 * @param from the session that hands over
 * @param summary what the other session is to know; null if nothing is handed over
 */
record HandedOver(Outcome outcome, Session from, @Nullable String summary) {

    /** The most characters of a summary that are handed over. */
    static final int LONGEST = 100_000;

    /** A handoff that was stopped, has failed or says nothing changes nothing. */
    static HandedOver by(CurrentTurn turn, Outcome outcome) {
        if (!turn.prompt().isHandoff() || outcome.kind() != Outcome.Kind.ANSWERED) {
            return new HandedOver(outcome, turn.session(), null);
        }
        var said = outcome.text().strip();
        return said.isEmpty()
                ? new HandedOver(answered(Texts.of("handoff.empty"), outcome), turn.session(), null)
                : new HandedOver(
                        answered(said + "\n\n" + Texts.of("handoff.done"), outcome), turn.session(), bounded(said));
    }

    /** What was changed meanwhile can still be put back. */
    private static Outcome answered(String text, Outcome outcome) {
        return Outcome.answered(text).with(outcome.changes());
    }

    private static String bounded(String summary) {
        return summary.length() <= LONGEST ? summary : summary.substring(0, LONGEST) + "…";
    }

    Optional<Session> successor(Instant now) {
        return Optional.ofNullable(summary).map(known -> from.succeeded(known, now));
    }
}
