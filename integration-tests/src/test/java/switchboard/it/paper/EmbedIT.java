package switchboard.it.paper;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.Engine;
import switchboard.EnginePorts;
import switchboard.EngineSettings;
import switchboard.chat.ChatProtocol;
import switchboard.it.anthropic.ClaudeCli;
import switchboard.it.anthropic.FakeMessagesApi;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.Outcome;
import switchboard.model.Prompt;
import switchboard.model.TurnId;

/** The lines by which the README embeds the engine, with the real CLI. */
class EmbedIT {

    @TempDir
    private Path directory = Path.of("");

    private final FakeMessagesApi claude = FakeMessagesApi.start();
    private ActorTestKit kit;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(ConfigFactory.parseMap(Map.of(
                        "pekko.persistence.state.plugin",
                        "switchboard.persistence.file",
                        "switchboard.persistence.file.directory",
                        directory.resolve("sessions").toString()))
                .withFallback(ConfigFactory.load()));
        ClaudeCli.assumeInstalled();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        claude.close();
    }

    @Test
    void theLinesOfTheReadmeRunAPrompt() {
        var view = kit.createTestProbe(Shown.class);
        kit.system().eventStream().tell(new EventStream.Subscribe<>(Shown.class, view.ref()));

        embed(kit.system(), directory, ClaudeCli.environment(directory, claude.root()));

        var last = view.fishForMessage(
                        FakeMessagesApi.PATIENCE,
                        shown -> shown.event() instanceof ChatProtocol.Ended
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore())
                .getLast();
        assertThat(last.chat()).isEqualTo(ChatId.of(42));
        var outcome = ((ChatProtocol.Ended) last.event()).answer().outcome();
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ANSWERED);
        assertThat(outcome.text()).startsWith("You said: What is in this directory?");
    }

    /** {@link PapersTest} compares these lines with the README's, but for the names of the machine. */
    private static void embed(ActorSystem<?> system, Path project, Map<String, String> environment) {
        var settings = EngineSettings.of(project, environment).withMaxConcurrentQueries(5);
        var ports = EnginePorts.of((chat, self) -> MyView.create(chat, self)); // a Behavior<ChatProtocol.Event>
        var engine = system.systemActorOf(Engine.create(settings, ports), "switchboard", Props.empty());
        var prompt = new Prompt(TurnId.random(), "What is in this directory?", true, null, Instant.now());
        engine.tell(new Engine.Deliver(
                ChatId.of(42),
                new ChatProtocol.Submit(
                        Caller.owner("ann", "Ann"), prompt, List.of(), null, false, system.ignoreRef())));
    }

    private record Shown(ChatId chat, ChatProtocol.Event event) {}

    /** A host's view: it hands on what it is to show, and confirms the answer. */
    private static final class MyView {

        static Behavior<ChatProtocol.Event> create(ChatId chat, ActorRef<ChatProtocol.Command> self) {
            return Behaviors.receive((ctx, event) -> {
                ctx.getSystem().eventStream().tell(new EventStream.Publish<>(new Shown(chat, event)));
                if (event instanceof ChatProtocol.Ended ended) {
                    self.tell(new ChatProtocol.Delivered(ended.answer().id()));
                }
                return Behaviors.same();
            });
        }
    }
}
