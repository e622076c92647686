package switchboard.claude;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import switchboard.agent.AgentProtocol;
import switchboard.model.TurnId;

/** A stream event on its whole way: from the bytes of its line, through the actors of a session, to its turn. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DeliveryJmh {

    private static final int EVENTS = 1_000;

    private final BoundedLines lines = StreamEventsJmh.repeated("text-delta");
    private final Semaphore heard = new Semaphore(0);
    private @Nullable ActorTestKit kit;
    private @Nullable ScriptedProcess process;

    @Setup
    public void begin() throws IOException {
        var config = Files.createTempDirectory("jmh");
        config.toFile().deleteOnExit();
        var claude = new ScriptedClaude().on("write", Script.EMPTY.hold());
        var system = ActorTestKit.create();
        var session = system.spawn(ClaudeSession.create(
                ClaudeFixture.CHAT,
                new ClaudeSetup(
                        ClaudeFixture.settings(Map.of("CLAUDE_CONFIG_DIR", config.toString())),
                        ClaudeFixture.projects(),
                        claude),
                system.spawn(Behaviors.ignore()),
                system.spawn(Behaviors.ignore())));
        var turn = system.<AgentProtocol.Event>spawn(Behaviors.receiveMessage(event -> {
            if (event instanceof AgentProtocol.Spoke) {
                heard.release();
            }
            return Behaviors.same();
        }));
        var job = new AgentProtocol.Job(TurnId.random(), "write", true, ClaudeFixture.fresh(), false);
        session.tell(new AgentProtocol.Run(job, turn));
        ClaudeFixture.await()
                .until(() -> claude.processes().stream()
                        .anyMatch(each -> !each.prompts().isEmpty()));
        kit = system;
        process = claude.last();
    }

    @TearDown
    public void end() {
        Objects.requireNonNull(kit).shutdownTestKit();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void delivered() throws IOException, InterruptedException {
        for (var event = 0; event < EVENTS; event++) {
            Objects.requireNonNull(process).say(Objects.requireNonNull(lines.next()));
        }
        heard.acquire(EVENTS);
    }
}
