package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;

class CleanupTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Instant SINCE = Instant.parse("2026-11-22T10:00:00Z");
    private static final ChatId ADA = ChatId.of(1);
    private static final ChatId BOB = ChatId.of(2);

    private final TestProbe<ChatManager.Command> manager = KIT.createTestProbe(ChatManager.Command.class);
    private final TestProbe<List<String>> done = KIT.createTestProbe();
    private final ActorRef<ChatProtocol.Forgotten> cleanup = KIT.spawn(Cleanup.create(
            List.of(ADA, BOB),
            SINCE,
            ChatManager.host(manager.ref()),
            gone -> done.ref().tell(new ArrayList<>(gone))));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void everyChatIsAskedAndThoseThatWentAreNamed() {
        answer(ADA, "Ada");
        answer(BOB, null);

        assertThat(done.receiveMessage()).containsExactly("Ada");
        done.expectTerminated(cleanup);
    }

    @Test
    void aChatThatDoesNotAnswerStays() {
        answer(ADA, "Ada");
        manager.receiveMessage();
        // The answer has been dealt with once the wait for the next has begun.
        done.expectNoMessage(Duration.ofMillis(50));
        ManualTime.get(KIT.system()).timePasses(Duration.ofSeconds(5));

        assertThat(done.receiveMessage()).containsExactly("Ada");
        done.expectTerminated(cleanup);
    }

    private void answer(ChatId chat, @org.jspecify.annotations.Nullable String title) {
        var deliver = manager.expectMessageClass(ChatManager.Deliver.class);
        assertThat(deliver).isEqualTo(new ChatManager.Deliver(chat, new ChatProtocol.Forget(SINCE, cleanup)));
        cleanup.tell(new ChatProtocol.Forgotten(chat, title));
    }
}
