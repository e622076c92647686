package switchboard.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitDurableStateStorePlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.Engine;
import switchboard.EnginePorts;
import switchboard.EngineSettings;
import switchboard.agent.Agent;
import switchboard.agent.AgentProtocol;
import switchboard.command.Capability;
import switchboard.load.LoadPlan.Pattern;
import switchboard.load.LoadResult.Faults;
import switchboard.load.LoadResult.Phase;
import switchboard.model.AgentFacts;
import switchboard.model.Content;
import switchboard.model.PermissionMode;

/** The load test as a host runs it on its engine. */
class EngineSubjectTest {

    private final ActorTestKit kit = ActorTestKit.create(
            PersistenceTestKitDurableStateStorePlugin.config().withFallback(ConfigFactory.load()));

    @TempDir
    Path dir;

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    private LoadResult run(int mostInQueue) throws InterruptedException {
        var subject = new EngineSubject();
        var settings = EngineSettings.of(dir, Map.of("HOME", dir.toString()))
                .withMaxConcurrentQueries(2)
                .withMaxQueryQueueSize(mostInQueue);
        var engine =
                kit.spawn(Engine.create(settings, EnginePorts.of(subject::view).withAgent(new Remembering())));
        var plan = LoadPlan.usual()
                .withChats(8)
                .withMessages(3)
                .withPattern(Pattern.BURST)
                .withPatience(Duration.ofSeconds(30));
        return LoadTest.of(subject.at(kit.system(), engine)).with(plan).run();
    }

    @Test
    void everyMessageIsAnsweredOnceInItsChat() throws InterruptedException {
        var result = run(100);

        assertThat(result.answered()).isEqualTo(24);
        assertThat(result.faults()).isEqualTo(new Faults(0, 0, 0, 0, 0));
        for (var phase : Phase.values()) {
            assertThat(result.latency(phase).getTotalCount()).as(phase.name()).isEqualTo(24);
        }
    }

    @Test
    void whatTheEngineRefusesIsToldWithItsReason() throws InterruptedException {
        var result = run(1);

        assertThat(result.lost()).isZero();
        assertThat(result.refused()).isPositive();
        assertThat(result.answered() + result.refused()).isEqualTo(24);
        assertThat(result.reasons())
                .containsKey("The queue is full (1 messages over all chats). Please send this again later.");
    }

    /** An agent that answers at once, and knows what was said in its chat. */
    private static final class Remembering implements Agent {

        @Override
        public AgentFacts facts() {
            return new AgentFacts("remembering", "the agent", PermissionMode.DEFAULT, "none");
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Duration idle() {
            return Duration.ZERO;
        }

        @Override
        public Sessions sessions(String store) {
            return (chat, pool, owner) -> Behaviors.setup(ctx -> {
                var heard = new ArrayList<Mark>();
                return Behaviors.receive(AgentProtocol.Command.class)
                        .onMessage(AgentProtocol.Run.class, run -> {
                            var mark =
                                    Mark.in(Content.text(run.job().content())).getFirst();
                            var answer = Words.answer(mark, List.copyOf(heard), System.currentTimeMillis());
                            heard.add(mark);
                            run.turn().tell(new AgentProtocol.Spoke(answer.substring(0, 80)));
                            run.turn().tell(new AgentProtocol.Said(answer));
                            run.turn()
                                    .tell(new AgentProtocol.Finished(
                                            new AgentProtocol.Answered(), answer, "", AgentProtocol.Spent.NOTHING));
                            return Behaviors.same();
                        })
                        .onMessage(AgentProtocol.Shutdown.class, shutdown -> Behaviors.stopped())
                        .onAnyMessage(other -> Behaviors.same())
                        .build();
            });
        }
    }
}
