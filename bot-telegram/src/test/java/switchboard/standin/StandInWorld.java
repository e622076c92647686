package switchboard.standin;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import switchboard.Engine;
import switchboard.EnginePorts;
import switchboard.EngineSettings;
import switchboard.audit.Audit;
import switchboard.chat.ChatProtocol;
import switchboard.files.Attachments;
import switchboard.model.ChatId;
import switchboard.model.Decision;
import switchboard.model.PendingAnswer;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.TurnId;

/** A whole engine with the stand-in and real session files, and a probe as view of each chat. */
final class StandInWorld implements AutoCloseable {

    static final ChatId ADA = ChatId.of(1);

    final Tempo tempo = new Tempo();
    private final ActorTestKit kit;
    private final Map<ChatId, TestProbe<ChatProtocol.Event>> views = new ConcurrentHashMap<>();
    private final TestProbe<ChatProtocol.Receipt> receipts;
    private final TestProbe<ChatProtocol.Settlement> settlements;
    private final Path directory;
    private ActorRef<Engine.Command> engine;

    StandInWorld(Path directory) {
        this.directory = directory;
        this.kit = ActorTestKit.create(ConfigFactory.parseMap(Map.of(
                        "pekko.persistence.state.plugin",
                        "switchboard.persistence.file",
                        "switchboard.persistence.file.directory",
                        directory.resolve("sessions").toString()))
                .withFallback(ConfigFactory.load()));
        this.receipts = kit.createTestProbe(ChatProtocol.Receipt.class);
        this.settlements = kit.createTestProbe(ChatProtocol.Settlement.class);
        this.engine = kit.spawn(engine());
    }

    private Behavior<Engine.Command> engine() {
        var settings = EngineSettings.of(directory, Map.of("HOME", directory.toString()))
                .withMaxConcurrentQueries(2)
                .withMaxLiveProcesses(4);
        return Engine.create(
                settings,
                new EnginePorts(
                        this::view,
                        with -> new StandInAgent(
                                with.claude().mode(), with.claude().model(), tempo),
                        Attachments.none(),
                        with -> Optional.empty(),
                        () -> Long.MAX_VALUE,
                        Audit.NONE,
                        Clock.systemUTC()));
    }

    private Behavior<ChatProtocol.Event> view(ChatId chat, ActorRef<ChatProtocol.Command> owner) {
        return Behaviors.receiveMessage(event -> {
            switch (event) {
                case ChatProtocol.Ended ended ->
                    owner.tell(new ChatProtocol.Delivered(ended.answer().id()));
                case ChatProtocol.Closing closing -> owner.tell(new ChatProtocol.Closed());
                default -> {} // nothing to confirm
            }
            probe(chat).ref().tell(event);
            return Behaviors.same();
        });
    }

    private TestProbe<ChatProtocol.Event> probe(ChatId chat) {
        return views.computeIfAbsent(chat, id -> kit.createTestProbe(ChatProtocol.Event.class));
    }

    /** The engine stops at once, whatever runs, and another begins with a stand-in that knows nothing of this one. */
    void restart() {
        engine.tell(new Engine.Stop(Duration.ZERO));
        receipts.expectTerminated(engine);
        engine = kit.spawn(engine());
    }

    void submit(ChatId chat, String text) {
        var prompt = new Prompt(TurnId.random(), text, true, null, Instant.EPOCH);
        engine.tell(new Engine.Deliver(
                chat, new ChatProtocol.Submit(People.ADA, prompt, List.of(), null, false, receipts.ref())));
        receipts.expectMessageClass(ChatProtocol.Accepted.class);
    }

    void submit(String text) {
        submit(ADA, text);
    }

    /** Submits a prompt and gives how it ends. */
    PendingAnswer ask(String text) {
        submit(text);
        return ended(ADA);
    }

    /** The answer to a prompt. */
    String answer(String text) {
        return ask(text).outcome().text();
    }

    /** Has the first prompt behind it, so that what follows begins without the greeting. */
    StandInWorld greeted() {
        ask("hello");
        return this;
    }

    void decide(Question question, Decision decision) {
        engine.tell(new Engine.Deliver(
                ADA, new ChatProtocol.Answer(People.ADA, question.key(), decision, List.of(), settlements.ref())));
        settlements.receiveMessage();
    }

    /** Runs a slash command and gives what it says. */
    String invoke(String name, String argument) {
        command(name, argument);
        return next(ADA, ChatProtocol.Replied.class).reply().text();
    }

    void command(String name, String argument) {
        engine.tell(new Engine.Deliver(
                ADA, new ChatProtocol.Invoke(People.ADA, name, argument, null, List.of(), null, receipts.ref())));
        receipts.expectMessageClass(ChatProtocol.Accepted.class);
    }

    PendingAnswer ended(ChatId chat) {
        return next(chat, ChatProtocol.Ended.class).answer();
    }

    <T extends Question> T asked(Class<T> type) {
        return type.cast(next(ADA, ChatProtocol.Asked.class).question());
    }

    <T extends ChatProtocol.Event> T next(ChatId chat, Class<T> type) {
        return type.cast(until(chat, type).getLast());
    }

    /** What the view is told until, and with, the first of this type. */
    List<ChatProtocol.Event> until(ChatId chat, Class<? extends ChatProtocol.Event> type) {
        var events = new ArrayList<ChatProtocol.Event>();
        do {
            events.add(probe(chat).receiveMessage());
        } while (!type.isInstance(events.getLast()));
        return events;
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
