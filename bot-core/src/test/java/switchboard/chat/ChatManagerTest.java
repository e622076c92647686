package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.board.Board;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Session;
import switchboard.model.TurnId;

class ChatManagerTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(FlakyStore.config().withFallback(ConfigFactory.load()));
    private static final ChatId CHAT = ChatId.of(7);
    private static final ChatProtocol.Command STOP = new ChatInternal.Inherited();

    /** Told by the chats of what reaches them. */
    private record Reached(int incarnation, ChatProtocol.Command command) {}

    private final TestProbe<Reached> reached = KIT.createTestProbe(Reached.class);
    private final TestProbe<Board.Command> board = KIT.createTestProbe(Board.Command.class);
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final Map<ChatId, Integer> incarnations = new ConcurrentHashMap<>();
    private final Map<ChatId, ActorRef<ChatProtocol.Command>> chats = new ConcurrentHashMap<>();
    private final ActorRef<ChatManager.Command> manager =
            KIT.spawn(ChatManager.create(self -> this::chat, board.ref(), FlakyStore.ID));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void stop() {
        KIT.stop(manager);
    }

    @Test
    void aChatIsStartedByWhatIsDeliveredToIt() {
        deliver(1);
        deliver(2);
        assertThat(reached.receiveMessage()).isEqualTo(new Reached(1, message(1)));
        assertThat(reached.receiveMessage()).isEqualTo(new Reached(1, message(2)));

        deliver(ChatId.of(8), 3);
        assertThat(reached.receiveMessage()).isEqualTo(new Reached(1, message(3)));
        assertThat(incarnations).containsOnlyKeys(CHAT, ChatId.of(8));
    }

    @Test
    void chatsHaveThreadsOfTheirOwn() {
        deliver(1);
        reached.receiveMessage();

        assertThat(threads).allMatch(name -> name.contains("switchboard.chat-dispatcher"));
    }

    @Test
    void whatComesWhileAChatLeavesReachesItsNextIncarnation() {
        deliver(1);
        reached.receiveMessage();
        manager.tell(new ChatManager.Leaving(CHAT, Host.KEEP));
        deliver(2);
        deliver(3);
        assertThat(reached.receiveMessage()).isEqualTo(new Reached(1, new ChatInternal.Leave()));
        reached.expectNoMessage(Duration.ofMillis(50));
        letGo();

        assertThat(reached.receiveMessage()).isEqualTo(new Reached(2, message(2)));
        assertThat(reached.receiveMessage()).isEqualTo(new Reached(2, message(3)));
        deliver(4);
        assertThat(reached.receiveMessage()).isEqualTo(new Reached(2, message(4)));
    }

    @Test
    void aChatThatStaysAfterAllGetsWhatWasKeptForIt() {
        deliver(1);
        reached.receiveMessage();
        manager.tell(new ChatManager.Leaving(CHAT, Host.KEEP));
        deliver(2);
        assertThat(reached.receiveMessage().command()).isEqualTo(new ChatInternal.Leave());
        manager.tell(new ChatManager.Staying(CHAT));

        assertThat(reached.receiveMessage()).isEqualTo(new Reached(1, message(2)));
    }

    @Test
    void aChatThatWentWithNothingKeptIsStartedByTheNextDelivery() {
        deliver(1);
        reached.receiveMessage();
        manager.tell(new ChatManager.Leaving(CHAT, Host.KEEP));
        reached.receiveMessage();
        letGo();
        deliver(2);

        assertThat(reached.receiveMessage()).isEqualTo(new Reached(2, message(2)));
    }

    @Test
    void anErasedChatIsGoneFromStoreAndBoardBeforeItStartsAnew() {
        var store = FlakyStore.of(KIT.system());
        store.put(ChatState.of(CHAT, Session.fresh(Path.of("/"), null, Instant.EPOCH)));
        deliver(1);
        reached.receiveMessage();
        manager.tell(new ChatManager.Leaving(CHAT, 2));
        deliver(2);
        reached.receiveMessage();
        letGo();

        assertThat(board.receiveMessage()).isEqualTo(new Board.Gone(CHAT));
        assertThat(reached.receiveMessage()).isEqualTo(new Reached(2, message(2)));
        assertThat(store.state(CHAT)).isEmpty();
    }

    private void deliver(int number) {
        deliver(CHAT, number);
    }

    private void deliver(ChatId chat, int number) {
        manager.tell(new ChatManager.Deliver(chat, message(number)));
    }

    private static ChatProtocol.Command message(int number) {
        return new ChatProtocol.Delivered(new TurnId("turn-" + number));
    }

    private void letGo() {
        Optional.ofNullable(chats.get(CHAT)).orElseThrow().tell(STOP);
    }

    private Behavior<ChatProtocol.Command> chat(ChatId id) {
        var incarnation = incarnations.merge(id, 1, Integer::sum);
        return Behaviors.setup(ctx -> {
            threads.add(Thread.currentThread().getName());
            chats.put(id, ctx.getSelf());
            return Behaviors.receiveMessage(command -> {
                if (command.equals(STOP)) {
                    return Behaviors.stopped();
                }
                reached.ref().tell(new Reached(incarnation, command));
                return Behaviors.same();
            });
        });
    }
}
