package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.query.NoOffset;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.typed.state.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.state.javadsl.DurableStateBehavior;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.chat.Ledger;
import switchboard.chat.SessionSetAside;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Prompt;
import switchboard.process.ProcessMark;

final class FileStateStoreProviderTest {

    private static final ChatId CHAT = new ChatId(-100123, 77);

    @TempDir
    Path temporary = Path.of("");

    private ActorTestKit kit;

    @BeforeEach
    void startKit() {
        kit = ActorTestKit.create(config(temporary.toString()));
    }

    @AfterEach
    void stopKit() {
        kit.shutdownTestKit();
    }

    @Test
    void aChatRecoversInAnotherActorSystem() {
        var before = accept(StoreFixture.prompt("Is it stored?"), StoreFixture.prompt("x".repeat(70_000)));
        assertThat(before.queue().inbox()).hasSize(1);
        kit.shutdownTestKit();

        startKit();
        assertThat(accept()).isEqualTo(before);
        assertThat(accept(StoreFixture.prompt("later")).queue().inbox()).hasSize(2);
        assertThat(StoreFixture.revision(store(), CHAT)).isEqualTo(3);
    }

    @Test
    void aBrokenFileDoesNotKeepItsChatFromStarting() throws IOException {
        Files.writeString(temporary.resolve(CHAT + ".json"), "broken");
        var told = kit.createTestProbe(SessionSetAside.class);
        kit.system().eventStream().tell(new EventStream.Subscribe<>(SessionSetAside.class, told.ref()));
        assertThat(accept(StoreFixture.prompt("hello")).current()).isNotNull();
        assertThat(told.receiveMessage().chat()).isEqualTo(CHAT);
    }

    @Test
    void itsScalaFaceIsTheSameStore() {
        accept(StoreFixture.prompt("hello"));
        ScalaFileStateStore store = DurableStateStoreRegistry.get(kit.system()).durableStateStoreFor(FileStateStore.ID);
        var id = Ledger.persistenceId(CHAT).id();
        var listed = store.currentChanges(Ledger.TAG, NoOffset.getInstance()).asJava();
        assertThat(StoreFixture.await(listed.runWith(Sink.seq(), kit.system()))).hasSize(1);
        StoreFixture.await(scala.jdk.javaapi.FutureConverters.asJava(store.deleteObject(id, 1)));
        assertThat(StoreFixture.revision(store(), CHAT)).isZero();
    }

    @Test
    void whatAVersionWithoutIdentitiesHasLeftIsEndedOnce() throws Exception {
        var formerMark =
                "switchboard-" + Integer.toHexString(temporary.toString().hashCode()) + "/-100123_77/x";
        var left = marked(formerMark);

        var identity = store().identity();

        assertThat(left.waitFor(60, TimeUnit.SECONDS)).isTrue();
        kit.shutdownTestKit();
        startKit();
        var anothers = marked(formerMark);
        assertThat(store().identity()).isEqualTo(identity);
        assertThat(anothers.isAlive()).isTrue();
        anothers.destroy();
    }

    private static Process marked(String mark) throws IOException {
        var builder = new ProcessBuilder("sleep", "300");
        builder.environment().put(ProcessMark.VARIABLE, mark);
        return builder.start();
    }

    @Test
    void anEmptyDirectoryIsRefusedWithTheSettingsName() {
        kit.shutdownTestKit();
        kit = ActorTestKit.create(config(""));
        assertThatThrownBy(this::store).hasStackTraceContaining("set SESSION_DIR");
    }

    private static Config config(String directory) {
        return ConfigFactory.parseMap(Map.of(
                        FileStateStore.ID + ".directory",
                        directory,
                        "pekko.persistence.state.plugin",
                        FileStateStore.ID))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    private FileStateStore store() {
        return DurableStateStoreRegistry.get(kit.system())
                .getDurableStateStoreFor(FileStateStore.class, FileStateStore.ID);
    }

    /** Gives a chat prompts; returns its state when all are stored. */
    private ChatState accept(Prompt... prompts) {
        var probe = kit.<ChatState>createTestProbe();
        var keeper = kit.spawn(Keeper.create());
        for (var prompt : prompts) {
            keeper.tell(new Keeper.Accept(prompt));
        }
        keeper.tell(new Keeper.Get(probe.getRef()));
        var state = probe.receiveMessage();
        kit.stop(keeper);
        return state;
    }

    /** The least that a chat is: it takes prompts. */
    private static final class Keeper extends DurableStateBehavior<Keeper.Command, ChatState> {

        sealed interface Command {}

        record Accept(Prompt prompt) implements Command {}

        record Get(ActorRef<ChatState> replyTo) implements Command {}

        private Keeper() {
            super(Ledger.persistenceId(CHAT));
        }

        static Behavior<Command> create() {
            return Behaviors.setup(ctx -> new Keeper());
        }

        @Override
        public ChatState emptyState() {
            return StoreFixture.fresh(CHAT);
        }

        @Override
        public String tag() {
            return Ledger.TAG;
        }

        @Override
        public CommandHandler<Command, ChatState> commandHandler() {
            return (state, command) -> switch (command) {
                case Accept accept -> Effect().persist(state.accept(accept.prompt()));
                case Get get -> Effect().none().thenRun(now -> get.replyTo().tell(now));
            };
        }
    }
}
