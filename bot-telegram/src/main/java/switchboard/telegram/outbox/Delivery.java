package switchboard.telegram.outbox;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import switchboard.telegram.api.Failure;
import switchboard.telegram.outbox.Outbox.Outcome;

/**
 * A write that must be delivered, and what becomes of it when it fails.
 *
 * @param plain the same without markup
 * @param attempts how often it was put off
 * @param faults how often of that because of an error of Telegram's own (5xx) although it did other things meanwhile
 */
record Delivery(Call call, Optional<Call> plain, int attempts, int faults, ActorRef<Outcome> replyTo)
        implements Outbox.Op {
    private static final int LONGEST_BACK_OFF_SECONDS = 30;

    /** In about ten minutes. What Telegram fails at so often it will not do. */
    static final int MOST_FAULTS = 24;

    /** What to do after a failure. */
    sealed interface Verdict {
        record Settled(Outcome outcome) implements Verdict {}

        record Again(Delivery next, Duration delay) implements Verdict {}

        record Silenced(Duration retryAfter) implements Verdict {}
    }

    static Delivery of(Call call, Optional<Call> plain, ActorRef<Outcome> replyTo) {
        return new Delivery(call, plain, 0, 0, replyTo);
    }

    /**
     * @param othersWork whether Telegram has done something else lately
     * @param random evenly distributed in [0, 1), for the jitter
     */
    Verdict failed(Failure failure, boolean othersWork, double random) {
        return switch (failure) {
            case Failure.Refused refused -> refused.isOfToken() ? later(random) : refused(refused);
            case Failure.TooManyRequests many -> new Verdict.Silenced(many.retryAfter());
            case Failure.Unreachable unreachable -> later(random);
            case Failure.Unavailable unavailable -> {
                var faultsByNow = othersWork ? faults + 1 : faults;
                yield faultsByNow >= MOST_FAULTS ? inVain(unavailable) : later(faultsByNow, random);
            }
            case Failure.Unclear unclear ->
                call.repeatable() ? later(random) : new Verdict.Settled(new Outcome.Uncertain(unclear.cause()));
        };
    }

    /** Whether Telegram refused because the wanted state is there already. */
    static boolean alreadySo(Failure.Refused refused) {
        String reason = reason(refused);
        return refused.code() == 400
                && (reason.contains("message is not modified")
                        || reason.contains("topic_not_modified")
                        || reason.contains("message to delete not found"));
    }

    private Verdict refused(Failure.Refused refused) {
        if (alreadySo(refused)) {
            return new Verdict.Settled(new Outcome.Written(true));
        }
        return instead(refused)
                .<Verdict>map(next -> new Verdict.Again(next, Duration.ZERO))
                .orElseGet(() -> new Verdict.Settled(new Outcome.Rejected(refused)));
    }

    private Optional<Delivery> instead(Failure.Refused refused) {
        String reason = reason(refused);
        if (refused.code() != 400) {
            return Optional.empty();
        }
        if (reason.contains("can't parse entities")) {
            return plain.map(call -> new Delivery(call, Optional.empty(), attempts, 0, replyTo));
        }
        if (reason.contains("replied not found") || reason.contains("reply message not found")) {
            return call.withoutReply()
                    .map(call -> new Delivery(call, plain.map(Delivery::unreplied), attempts, 0, replyTo));
        }
        return Optional.empty();
    }

    private static Call unreplied(Call call) {
        return call.withoutReply().orElse(call);
    }

    /** It holds up its lane no more: once without markup, then it is its sender's. */
    private Verdict inVain(Failure.Unavailable unavailable) {
        return plain.<Verdict>map(
                        call -> new Verdict.Again(new Delivery(call, Optional.empty(), 0, 0, replyTo), Duration.ZERO))
                .orElseGet(() -> new Verdict.Settled(new Outcome.Uncertain(unavailable.cause())));
    }

    private Verdict later(double random) {
        return later(0, random);
    }

    /** After 1, 2, 4, 8, 16, 30 s and so on, each a tenth shorter or longer by chance. */
    private Verdict later(int faultsByNow, double random) {
        long seconds = Math.min(LONGEST_BACK_OFF_SECONDS, 1L << Math.min(attempts, 5));
        Duration delay = Duration.ofMillis((long) (seconds * (900 + 200 * random)));
        return new Verdict.Again(new Delivery(call, plain, attempts + 1, faultsByNow, replyTo), delay);
    }

    private static String reason(Failure.Refused refused) {
        return refused.description().toLowerCase(Locale.ROOT);
    }
}
