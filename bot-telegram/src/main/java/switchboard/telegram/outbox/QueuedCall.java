package switchboard.telegram.outbox;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import switchboard.model.ChatId;
import switchboard.telegram.api.Backoff;
import switchboard.telegram.api.Failure;
import switchboard.telegram.outbox.Outbox.Outcome;

/**
 * A call that must be delivered, and what to do when it fails.
 *
 * @param plain the same call without markup
 * @param tries how often it was delayed
 */
record QueuedCall(ChatId chat, Call call, Optional<Call> plain, Tries tries, ActorRef<Outcome> replyTo)
        implements Outbox.Op {
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** These take about ten minutes. A call that fails this often at Telegram will never succeed. */
    static final int MOST_FAULTS = 24;

    /**
     * How often a call was delayed.
     *
     * @param all for any reason except the last one here
     * @param faults how many of those were because of Telegram's own errors (5xx) while other calls succeeded
     * @param shutOut because the bot may not write there
     */
    record Tries(int all, int faults, int shutOut) {
        static final Tries NONE = new Tries(0, 0, 0);
    }

    /** What to do after a failure. */
    sealed interface Verdict {
        record Settled(Outcome outcome) implements Verdict {}

        record Again(QueuedCall next, Duration delay) implements Verdict {}

        record Silenced(Duration retryAfter) implements Verdict {}
    }

    static QueuedCall of(ChatId chat, Call call, Optional<Call> plain, ActorRef<Outcome> replyTo) {
        return new QueuedCall(chat, call, plain, Tries.NONE, replyTo);
    }

    /**
     * @param made the call in the form in which it was made, in its topic or outside of it
     * @param othersWork whether another call has succeeded lately
     * @param random evenly distributed in [0, 1), for the jitter
     */
    Verdict failed(Call made, Failure failure, boolean othersWork, double random) {
        return switch (failure) {
            case Failure.Refused refused -> refused(made, refused, random);
            case Failure.TooManyRequests many -> new Verdict.Silenced(many.retryAfter());
            case Failure.Unreachable unreachable -> later(0, random);
            case Failure.Unavailable unavailable -> {
                var faultsByNow = othersWork ? tries.faults() + 1 : tries.faults();
                yield faultsByNow >= MOST_FAULTS ? inVain(unavailable) : later(faultsByNow, random);
            }
            case Failure.Unclear unclear ->
                call.repeatable() ? later(0, random) : new Verdict.Settled(new Outcome.Uncertain(unclear.cause()));
        };
    }

    private Verdict refused(Call made, Failure.Refused refused, double random) {
        return switch (Refusal.of(refused)) {
            case TOKEN -> later(0, random);
            case ALREADY_SO -> new Verdict.Settled(new Outcome.Written(true));
            case MARKUP -> instead(plain.map(call -> with(call, Optional.empty())), refused);
            case REPLY ->
                instead(call.withoutReply().map(call -> with(call, plain.map(QueuedCall::unreplied))), refused);
            case TOPIC -> made.threadId().isPresent() ? new Verdict.Again(this, Duration.ZERO) : untilItMay();
            case SHUT_OUT -> untilItMay();
            case MOVED, GONE, OTHER -> new Verdict.Settled(new Outcome.Rejected(refused));
        };
    }

    private static Verdict instead(Optional<QueuedCall> other, Failure.Refused refused) {
        return other.<Verdict>map(next -> new Verdict.Again(next, Duration.ZERO))
                .orElseGet(() -> new Verdict.Settled(new Outcome.Rejected(refused)));
    }

    private QueuedCall with(Call other, Optional<Call> otherPlain) {
        return new QueuedCall(chat, other, otherPlain, new Tries(tries.all(), 0, tries.shutOut()), replyTo);
    }

    private static Call unreplied(Call call) {
        return call.withoutReply().orElse(call);
    }

    /** Gives up so that the lane moves on: tries once more without markup, then the sender gets the outcome. */
    private Verdict inVain(Failure.Unavailable unavailable) {
        return plain.<Verdict>map(
                        call -> new Verdict.Again(QueuedCall.of(chat, call, Optional.empty(), replyTo), Duration.ZERO))
                .orElseGet(() -> new Verdict.Settled(new Outcome.Uncertain(unavailable.cause())));
    }

    /** Again after the back-off, randomly up to a tenth shorter or longer. */
    private Verdict later(int faultsByNow, double random) {
        long seconds = BACKOFF.after(tries.all()).toSeconds();
        Duration delay = Duration.ofMillis((long) (seconds * (900 + 200 * random)));
        return again(new Tries(tries.all() + 1, faultsByNow, tries.shutOut()), delay);
    }

    /** Again after minutes, unless the chat gives a sign of life before. */
    private Verdict untilItMay() {
        return again(
                new Tries(tries.all(), tries.faults(), tries.shutOut() + 1), Backoff.MINUTES.after(tries.shutOut()));
    }

    private Verdict again(Tries more, Duration delay) {
        return new Verdict.Again(new QueuedCall(chat, call, plain, more, replyTo), delay);
    }
}
