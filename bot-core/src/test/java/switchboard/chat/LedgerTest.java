package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatState;
import switchboard.model.Session;
import switchboard.model.SessionId;

/** One write at a time, repeated until it succeeds, and fenced against another writer. */
class LedgerTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            ManualTime.config().withFallback(FlakyStore.config()).withFallback(ConfigFactory.load()));

    private final ManualTime time = ManualTime.get(KIT.system());
    private final FlakyStore store = FlakyStore.of(KIT.system());
    private final List<Ledger.Event> events = new CopyOnWriteArrayList<>();
    private final ActorRef<Ledger.Event> chat = KIT.spawn(Behaviors.receiveMessage(event -> {
        events.add(event);
        return Behaviors.same();
    }));

    @AfterAll
    static void close() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void clear() {
        store.clear();
    }

    @Test
    void itOpensWithWhatIsStored() {
        store.put(state("stored"));
        open();

        await(1);
        assertThat(events).containsExactly(new Ledger.Opened(Optional.of(state("stored")), 1));
    }

    @Test
    void whereNothingIsStoredItOpensWithNothing() {
        open();

        await(1);
        assertThat(events).containsExactly(new Ledger.Opened(Optional.empty(), 0));
    }

    @Test
    void aStoreThatCannotBeReadIsReadAgain() {
        store.failNextReading(2);
        open();
        passUntil(() -> !events.isEmpty());

        await(1);
        assertThat(events).containsExactly(new Ledger.Opened(Optional.empty(), 0));
    }

    @Test
    void whileOneStateIsWrittenOnlyTheNewestOfThoseThatFollowIsKept() {
        var ledger = opened();
        store.hold();
        ledger.tell(new Ledger.Keep(1, state("a")));
        Awaitility.await().until(store::isHolding);
        ledger.tell(new Ledger.Keep(2, state("b")));
        ledger.tell(new Ledger.Keep(3, state("c")));
        assertThat(events).isEmpty();
        store.release();

        await(2);
        assertThat(events).containsExactly(new Ledger.Kept(1, 1), new Ledger.Kept(3, 2));
        assertThat(store.state(ChatWorld.CHAT)).contains(state("c"));
    }

    @Test
    void aWriteThatFailsIsRepeatedWithTheNewestState() {
        var ledger = opened();
        store.failNext(2);
        ledger.tell(new Ledger.Keep(1, state("a")));
        ledger.tell(new Ledger.Keep(2, state("b")));
        passUntil(() -> !events.isEmpty());

        await(1);
        assertThat(events).containsExactly(new Ledger.Kept(2, 1));
        assertThat(store.state(ChatWorld.CHAT)).contains(state("b"));
    }

    @Test
    void aWriteThatWasMadeThoughItHasFailedIsNotMadeTwice() {
        var ledger = opened();
        store.failLateNext(1);
        ledger.tell(new Ledger.Keep(1, state("a")));
        passUntil(() -> !events.isEmpty());

        ledger.tell(new Ledger.Keep(2, state("b")));
        await(2);
        assertThat(events).containsExactly(new Ledger.Kept(1, 1), new Ledger.Kept(2, 2));
    }

    @Test
    void ifAnotherHasWrittenTheLedgerStops() {
        var ledger = opened();
        store.put(state("foreign"));
        ledger.tell(new Ledger.Keep(1, state("a")));
        var stopped = new AtomicBoolean();
        KIT.spawn(Behaviors.setup(ctx -> {
            ctx.watch(ledger);
            return Behaviors.receive(Object.class)
                    .onSignal(Terminated.class, end -> {
                        stopped.set(true);
                        return Behaviors.same();
                    })
                    .build();
        }));
        passUntil(stopped::get);

        assertThat(events).isEmpty();
        assertThat(store.state(ChatWorld.CHAT)).contains(state("foreign"));
    }

    private ActorRef<Ledger.Command> open() {
        return KIT.spawn(Ledger.create(ChatWorld.CHAT, FlakyStore.ID, chat));
    }

    private ActorRef<Ledger.Command> opened() {
        var ledger = open();
        await(1);
        events.clear();
        return ledger;
    }

    private void await(int count) {
        Awaitility.await().until(() -> events.size() >= count);
    }

    private void passUntil(Callable<Boolean> condition) {
        Awaitility.await().until(() -> {
            time.timePasses(Duration.ofSeconds(1));
            return condition.call();
        });
    }

    private static ChatState state(String title) {
        return ChatState.of(
                ChatWorld.CHAT,
                new Session(
                        new SessionId("s"),
                        Session.FIRST_AGENT,
                        false,
                        Path.of("/work"),
                        title,
                        null,
                        Instant.EPOCH,
                        0));
    }
}
