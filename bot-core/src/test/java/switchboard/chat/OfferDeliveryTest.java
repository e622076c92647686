package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;
import switchboard.model.Session;
import switchboard.model.SessionOffer;

class OfferDeliveryTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final ChatId FAMILY = ChatId.of(-5);
    private static final SessionOffer OFFER = new SessionOffer(
            "k1",
            ChatId.of(1),
            FAMILY,
            "Ada",
            "Home",
            "Tea",
            Session.fresh(Path.of("/srv"), null, Instant.EPOCH),
            Instant.EPOCH);

    private final ManualTime time = ManualTime.get(KIT.system());
    private final TestProbe<ChatManager.Command> manager = KIT.createTestProbe(ChatManager.Command.class);
    private final TestProbe<SessionOffer> stored = KIT.createTestProbe();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void anOfferIsHandedOverUntilTheOtherChatHasStoredIt() {
        var delivery = KIT.spawn(OfferDelivery.create(
                OFFER, ChatManager.host(manager.ref()), offer -> stored.ref().tell(offer)));

        handed();
        time.timePasses(OfferDelivery.AGAIN_AFTER);
        var again = handed();
        stored.expectNoMessage();
        again.replyTo().tell(new ChatProtocol.Accepted());

        stored.expectMessage(OFFER);
        stored.expectTerminated(delivery);
        time.timePasses(OfferDelivery.AGAIN_AFTER);
        manager.expectNoMessage();
    }

    private ChatProtocol.Offer handed() {
        var deliver = manager.expectMessageClass(ChatManager.Deliver.class);
        assertThat(deliver.chat()).isEqualTo(FAMILY);
        var offer = (ChatProtocol.Offer) deliver.command();
        assertThat(offer.offer()).isEqualTo(OFFER);
        return offer;
    }
}
