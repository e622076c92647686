package switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.testkit.PersistenceTestKitDurableStateStorePlugin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.audit.Audit;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol;
import switchboard.chat.ChatProtocol.Ended;
import switchboard.chat.ChatProtocol.Started;
import switchboard.chat.FakeClaude;
import switchboard.chat.FlakyStore;
import switchboard.chat.Ledger;
import switchboard.chat.TestClock;
import switchboard.claude.ClaudeAgent;
import switchboard.claude.ClaudeProcess;
import switchboard.claude.ClaudeSettings;
import switchboard.claude.CliProcess;
import switchboard.claude.trust.TrustStore;
import switchboard.files.ChatFiles;
import switchboard.files.FilesSettings;
import switchboard.files.ScriptedAttachments;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Content;
import switchboard.model.Cost;
import switchboard.model.DayLimit;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.PermissionMode;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.TurnId;
import switchboard.voice.ScriptedTranscriber;
import switchboard.voice.TranscriptionSettings;

/** The engine as a host sees it, over the durable-state plugin that Pekko brings for tests. */
class EngineTest {

    private static final ChatId ADA = ChatId.of(1);
    private static final ChatId BOB = ChatId.of(2);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ActorTestKit kit = ActorTestKit.create(PersistenceTestKitDurableStateStorePlugin.config()
            .withFallback(FlakyStore.config())
            .withFallback(ConfigFactory.parseString(
                    "pekko.actor.serialization-bindings.\"switchboard.EngineTest$Greeting\" = jackson-json"))
            .withFallback(ConfigFactory.load()));

    /** What a view was told, and of which chat. */
    private record Shown(ChatId chat, ChatProtocol.Event event) {}

    private final TestProbe<Shown> view = kit.createTestProbe(Shown.class);
    private final TestProbe<ChatProtocol.Receipt> receipts = kit.createTestProbe(ChatProtocol.Receipt.class);
    private final FakeClaude claude = new FakeClaude();
    private final ScriptedAttachments attachments = new ScriptedAttachments();
    private final ScriptedTranscriber transcriber = new ScriptedTranscriber();
    private final TestClock clock = new TestClock();

    @TempDir
    private Path directory = Path.of("");

    /** What all chats may cost in a day. */
    private Optional<DayLimit> limit = Optional.empty();

    /** How many directories have a process ready. */
    private int spares;

    /** What views have still to say when the engine stops. */
    private final List<ChatProtocol.Command> whatIsUnderWay = new CopyOnWriteArrayList<>();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void storedChatsAreKnownAndUnfinishedOnesWoken() {
        var prompt = prompt("x");
        store(state(ADA));
        store(state(BOB).accept(prompt).end(prompt.id(), Outcome.answered("x"), Cost.NONE, Instant.EPOCH));
        var engine = start();

        var ended = shown(Ended.class);
        assertThat(ended.chat()).isEqualTo(BOB);
        assertThat(((Ended) ended.event()).answer().id()).isEqualTo(prompt.id());
        Awaitility.await()
                .untilAsserted(() -> assertThat(look(engine).summaries())
                        .extracting(ChatSummary::chat)
                        .containsExactlyInAnyOrder(ADA, BOB));
        assertThat(claude.processes()).isEmpty();
    }

    @Test
    void whatIsDeliveredIsAnswered() {
        var engine = start();
        var prompt = submit(engine, ADA, "x");

        assertThat(((Ended) shown(Ended.class).event()).answer().id()).isEqualTo(prompt.id());
        assertThat(look(engine).summaries()).extracting(ChatSummary::chat).containsExactly(ADA);
    }

    @Test
    void theFirstSessionBeginsInTheProcessThatIsReady() {
        spares = 1;
        var engine = start();
        Awaitility.await().until(() -> claude.processes().size() == 1);

        submit(engine, ADA, "x");
        shown(Ended.class);

        DurableStateUpdateStore<ChatState> store = stored();
        var session = store.getObject(Ledger.persistenceId(ADA).id())
                .toCompletableFuture()
                .join()
                .value()
                .orElseThrow()
                .session();
        assertThat(claude.processes().getFirst().launch().command()).contains("--session-id=" + session.id());
    }

    @Test
    void filesAreFetchedBeforeTheirPromptRuns() {
        var engine = start();
        var file = attachments.photo("cat.png");
        var prompt = new Prompt(TurnId.random(), List.of(new Content.Text("x"), file), true, null, Instant.EPOCH);
        engine.tell(new Engine.Deliver(
                ADA, new ChatProtocol.Submit(People.ADA, prompt, List.of(), null, false, receipts.ref())));

        assertThat(((Ended) shown(Ended.class).event()).answer().id()).isEqualTo(prompt.id());
        assertThat(new ChatFiles(directory.resolve("files")).path(ADA, file)).hasContent("cat.png");
    }

    @Test
    void aTurnThatWaitsForItsFilesDoesNotHoldUpTheStopAndGoesOnAfterTheNextStart() {
        var engine = start();
        var file = attachments.hold(attachments.photo("cat.png"));
        var prompt = new Prompt(TurnId.random(), List.of(new Content.Text("x"), file), true, null, Instant.EPOCH);
        engine.tell(new Engine.Deliver(
                ADA, new ChatProtocol.Submit(People.ADA, prompt, List.of(), null, false, receipts.ref())));
        shown(ChatProtocol.Fetching.class);
        engine.tell(new Engine.Stop(GRACE));
        view.expectTerminated(engine);
        attachments.release(file);

        start();
        assertThat(((Ended) shown(Ended.class).event()).answer().id()).isEqualTo(prompt.id());
    }

    /** A message of a host that serializes its own with Pekko's Jackson module. */
    record Greeting(String words) {}

    @Test
    void aHostMaySerializeItsOwnMessagesWithPekkosJacksonModule() {
        new SerializationTestKit(kit.system()).verifySerialization(new Greeting("hello"), true);

        submit(start(), ADA, "x");
        shown(Ended.class);
    }

    @Test
    void aStopLetsRunningTurnsEndAndNoneBegin() {
        var engine = start();
        var running = submit(engine, ADA, "hold");
        shown(Started.class);
        engine.tell(new Engine.Stop(GRACE));
        var waiting = submit(engine, BOB, "x");
        claude.with(running.id().value()).answer("done");
        assertThat(shown(Ended.class).chat()).isEqualTo(ADA);
        engine.tell(new Engine.Deliver(ADA, new ChatProtocol.Delivered(running.id())));
        view.expectTerminated(engine);
        assertThat(claude.processes()).hasSize(1);

        start();
        assertThat(((Ended) shown(Ended.class).event()).answer().id()).isEqualTo(waiting.id());
    }

    @Test
    void whatAllChatsMayCostADayHoldsAfterARestartToo() {
        limit = Optional.of(new DayLimit(1));
        var spent = prompt("x");
        store(state(ADA)
                .accept(spent)
                .end(spent.id(), Outcome.answered("x"), new Cost(1, 0, 1, 0, 0, 1.5), clock.instant())
                .with(ChatState::undelivered, answers -> answers.delivered(spent.id())));
        var engine = start();
        submit(engine, BOB, "y");

        var asked = (ChatProtocol.Asked) shown(ChatProtocol.Asked.class).event();
        assertThat(((Question.OverBudget) asked.question()).ofAll()).isTrue();
        assertThat(claude.processes()).isEmpty();
    }

    @Test
    void aPromptWaitsUntilItIsKnownWhatTheStoredChatsHaveCost() {
        limit = Optional.of(new DayLimit(1));
        var spent = prompt("x");
        var store = FlakyStore.of(kit.system());
        store.put(state(ADA)
                .accept(spent)
                .end(spent.id(), Outcome.answered("x"), new Cost(1, 0, 1, 0, 0, 1.5), clock.instant())
                .with(ChatState::undelivered, answers -> answers.delivered(spent.id())));
        store.failNextListing(1);
        var engine = start(FlakyStore.ID);
        submit(engine, BOB, "y");

        shown(ChatProtocol.Asked.class);
        assertThat(claude.processes()).isEmpty();
    }

    @Test
    void anErrorInAReaderThreadGivesThePermitBack() {
        var engine = start("", withAnErrorAtTheFirstLine());
        var first = submit(engine, ADA, "x");
        var second = submit(engine, BOB, "y");

        var oneEnded = endedTurn();
        assertThat(List.of(oneEnded, endedTurn())).containsExactlyInAnyOrder(first.id(), second.id());
    }

    /** Real processes, of which the first line that the first one says breaks its reader. */
    private ClaudeProcess.Factory withAnErrorAtTheFirstLine() {
        var broken = new AtomicBoolean();
        return (launch, listener) -> {
            if (broken.getAndSet(true)) {
                return claude.start(launch, listener);
            }
            var process = CliProcess.start(
                    new ClaudeProcess.Launch(
                            List.of("/bin/sh", "-c", "echo {}; sleep 300"),
                            List.of(),
                            launch.environment(),
                            List.of(),
                            launch.directory(),
                            launch.mark()),
                    new ClaudeProcess.Listener() {
                        @Override
                        public void line(String line) {
                            throw new StackOverflowError("made by a test");
                        }

                        @Override
                        public void exited(ClaudeProcess.Exit exit) {
                            listener.exited(exit);
                        }
                    });
            process.request(1);
            return process;
        };
    }

    private TurnId endedTurn() {
        return ((Ended) shown(Ended.class).event()).answer().id();
    }

    @Test
    void aSecondEngineOnTheSameStoreIsRefusedWithASentenceUntilTheFirstHasStopped() {
        var first = start("", claude, "");
        submit(first, ADA, "x");
        LoggingTestKit.error(IllegalStateException.class)
                .withMessageContains("Another engine in this JVM runs on the same store")
                .expect(kit.system(), () -> {
                    view.expectTerminated(start("", claude, ""));
                    return null;
                });
        first.tell(new Engine.Stop(Duration.ZERO));
        view.expectTerminated(first);

        submit(start("", claude, ""), BOB, "x");
    }

    @Test
    void processesCarryTheIdentityThatTheirStoreKeeps() {
        var first = start("", claude, "");
        submit(first, ADA, "x");
        shown(Ended.class);
        first.tell(new Engine.Stop(Duration.ZERO));
        view.expectTerminated(first);
        submit(start("", claude, ""), BOB, "x");

        Awaitility.await().until(() -> claude.processes().size() == 2);
        var identities = claude.processes().stream()
                .map(each -> each.launch().mark().split("/", 2)[0])
                .distinct()
                .toList();
        assertThat(identities).singleElement().asString().hasSize(36);
        DurableStateUpdateStore<Object> store = stored();
        assertThat(store.getObject(StoreIdentity.PERSISTENCE_ID)
                        .toCompletableFuture()
                        .join()
                        .value())
                .contains(identities.getFirst());
    }

    @Test
    void whatDoesNotEndInTimeGoesOnAfterTheNextStart() {
        store(ChatState.of(
                ADA,
                new Session(
                        new SessionId("old"), Session.FIRST_AGENT, true, directory, null, "hello", Instant.EPOCH, 0)));
        var engine = start();
        var prompt = submit(engine, ADA, "hold");
        shown(Started.class);
        var first = claude.with(prompt.id().value());
        engine.tell(new Engine.Stop(GRACE));
        Awaitility.await().during(Duration.ofMillis(120)).until(() -> !first.hasEnded());
        clock.pass(GRACE);
        view.expectTerminated(engine);
        Awaitility.await().until(first::hasEnded);

        start();
        Awaitility.await().until(() -> claude.with(prompt.id().value()) != first);
        var second = claude.with(prompt.id().value());
        assertThat(second.launch().environment()).containsKey("CLAUDE_CODE_RESUME_INTERRUPTED_TURN");
        second.answer("done");
        assertThat(((Ended) shown(Ended.class).event()).answer().outcome()).isEqualTo(Outcome.answered("done"));
    }

    @Test
    void whatIsBeingShownAtTheStopIsStored() {
        var engine = start();
        var prompt = submit(engine, ADA, "hold");
        shown(Started.class);
        whatIsUnderWay.add(new ChatProtocol.Remember(
                prompt.id(), IntNode.valueOf(77), kit.system().ignoreRef()));
        engine.tell(new Engine.Stop(Duration.ZERO));
        view.expectTerminated(engine);

        start();
        var remembered =
                (ChatProtocol.Remembered) shown(ChatProtocol.Remembered.class).event();
        assertThat(remembered.memo().turns()).containsOnly(Map.entry(prompt.id(), IntNode.valueOf(77)));
    }

    @Test
    void anIdleEngineStopsAtOnce() {
        var engine = start();
        engine.tell(new Engine.Stop(GRACE));

        view.expectTerminated(engine);
    }

    @Test
    void aStoreThatCannotListYetIsAskedAgainAndWhatIsUnfinishedGoesOn() {
        var prompt = prompt("x");
        var store = FlakyStore.of(kit.system());
        store.put(state(BOB).accept(prompt).end(prompt.id(), Outcome.answered("x"), Cost.NONE, Instant.EPOCH));
        store.failNextListing(1);
        var engine = start(FlakyStore.ID);

        assertThat(((Ended) shown(Ended.class).event()).answer().id()).isEqualTo(prompt.id());
        assertThat(look(engine).summaries()).extracting(ChatSummary::chat).containsExactly(BOB);
    }

    private ActorRef<Engine.Command> start() {
        return start("");
    }

    private ActorRef<Engine.Command> start(String plugin) {
        return start(plugin, claude);
    }

    private ActorRef<Engine.Command> start(String plugin, ClaudeProcess.Factory processes) {
        return start(plugin, processes, "test");
    }

    private ActorRef<Engine.Command> start(String plugin, ClaudeProcess.Factory processes, String store) {
        var settings = new EngineSettings(
                directory,
                List.of(directory),
                new ClaudeSettings(
                        "claude",
                        List.of(),
                        PermissionMode.DEFAULT,
                        null,
                        List.of(),
                        List.of(),
                        Map.of("HOME", directory.toString()),
                        Secrets.NONE,
                        store,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30)),
                1,
                100,
                4,
                spares,
                Duration.ofMinutes(30),
                Duration.ofHours(24),
                Optional.of(new FilesSettings(directory.resolve("files"), 1_000, Duration.ofDays(7))),
                TranscriptionSettings.STANDARD,
                limit,
                true,
                plugin);
        return kit.spawn(Engine.create(
                settings,
                new EnginePorts(
                        this::view,
                        with -> new ClaudeAgent(with.claude(), processes, TrustStore.inMemory()),
                        attachments,
                        with -> Optional.of(transcriber),
                        () -> Long.MAX_VALUE,
                        Audit.NONE,
                        clock)));
    }

    private Behavior<ChatProtocol.Event> view(ChatId chat, ActorRef<ChatProtocol.Command> owner) {
        return Behaviors.receiveMessage(event -> {
            view.ref().tell(new Shown(chat, event));
            if (event instanceof ChatProtocol.Closing) {
                whatIsUnderWay.forEach(owner::tell);
                owner.tell(new ChatProtocol.Closed());
            }
            return Behaviors.same();
        });
    }

    private Shown shown(Class<? extends ChatProtocol.Event> type) {
        Shown shown;
        do {
            shown = view.receiveMessage();
        } while (!type.isInstance(shown.event()));
        return shown;
    }

    private Board.View look(ActorRef<Engine.Command> engine) {
        var answer = kit.createTestProbe(Board.View.class);
        engine.tell(new Engine.Look(answer.ref()));
        return answer.receiveMessage();
    }

    private Prompt submit(ActorRef<Engine.Command> engine, ChatId chat, String text) {
        var prompt = prompt(text);
        engine.tell(new Engine.Deliver(
                chat, new ChatProtocol.Submit(People.ADA, prompt, List.of(), null, false, receipts.ref())));
        receipts.expectMessageClass(ChatProtocol.Accepted.class);
        return prompt;
    }

    private static Prompt prompt(String text) {
        return new Prompt(TurnId.random(), text, true, null, Instant.EPOCH);
    }

    private ChatState state(ChatId chat) {
        return ChatState.of(chat, Session.fresh(directory, null, Instant.EPOCH));
    }

    private void store(ChatState state) {
        DurableStateUpdateStore<ChatState> store = stored();
        store.upsertObject(Ledger.persistenceId(state.id()).id(), 1, state, Ledger.TAG)
                .toCompletableFuture()
                .join();
    }

    @SuppressWarnings("unchecked") // the registry knows no type of state
    private <T> DurableStateUpdateStore<T> stored() {
        return DurableStateStoreRegistry.get(kit.system())
                .getDurableStateStoreFor(
                        DurableStateUpdateStore.class, PersistenceTestKitDurableStateStorePlugin.PluginId());
    }
}
