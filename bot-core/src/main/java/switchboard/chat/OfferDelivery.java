package switchboard.chat;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import switchboard.model.SessionOffer;

/** Hands an offer to another chat, again and again until that has stored it, and stops. */
final class OfferDelivery {

    /** The other chat may be unable to store anything for long. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    sealed interface Command {}

    private record Hand() implements Command {}

    private record Stored() implements Command {}

    private OfferDelivery() {}

    /** @param stored is called on this actor's thread */
    static Behavior<Command> create(SessionOffer offer, Host host, Consumer<SessionOffer> stored) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var receipts = ctx.messageAdapter(ChatProtocol.Receipt.class, any -> new Stored());
            ctx.getSelf().tell(new Hand());
            timers.startTimerWithFixedDelay(new Hand(), AGAIN_AFTER);
            return Behaviors.receiveMessage(command -> switch (command) {
                case Hand hand -> {
                    host.deliver(offer.to(), new ChatProtocol.Offer(offer, receipts));
                    yield Behaviors.same();
                }
                case Stored done -> {
                    stored.accept(offer);
                    yield Behaviors.stopped();
                }
            });
        }));
    }
}
