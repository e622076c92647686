package switchboard.it.bench;

import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitDurableStateStorePlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.Engine;
import switchboard.EnginePorts;
import switchboard.EngineSettings;
import switchboard.audit.Audit;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol;
import switchboard.files.Attachments;
import switchboard.model.ChatId;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.TurnId;

/**
 * How many turns the engine alone carries, with an agent that answers at once. Each chat asks again as soon as its answer is
 * delivered. In memory the store is Pekko's own for tests; the files are the product's.
 */
class EngineBench {

    private static final int CHATS = Integer.getInteger("chats", 2_000);
    private static final int WARM_UP = Integer.getInteger("warm", 20_000);
    private static final int MEASURED = Integer.getInteger("measured", 20_000);

    @TempDir
    Path dir;

    @Test
    void inMemory() throws Exception {
        var report = new Report(
                "The engine alone, " + CHATS + " chats (" + MEASURED + " turns each, after " + WARM_UP + ")",
                "permits",
                "turns a second",
                "CPU µs a turn",
                "goal");
        for (var permits : List.of(CHATS, 50, 5)) {
            try (var load = new Load(memory(), permits, CHATS)) {
                var figures = load.run();
                report.row(
                        Integer.toString(permits),
                        Report.number(figures.perSecond()),
                        Report.number(figures.cpuMicros()),
                        permits == CHATS ? "5,000 and 400 µs" : "4,000");
            }
        }
        report.print();
    }

    private static Config memory() {
        return PersistenceTestKitDurableStateStorePlugin.config()
                .withFallback(ConfigFactory.parseString("pekko.loglevel = WARNING"))
                .withFallback(ConfigFactory.load());
    }

    private record Figures(double perSecond, double cpuMicros) {}

    /** An engine whose chats ask and ask again. */
    private final class Load implements AutoCloseable {

        private final ActorSystem<Void> system;
        private final ActorRef<Engine.Command> engine;
        private final int chats;
        private final AtomicInteger left = new AtomicInteger();
        private final Semaphore ended = new Semaphore(0);

        Load(Config config, int permits, int chats) {
            this.chats = chats;
            this.system = ActorSystem.create(Behaviors.empty(), "bench", config);
            var settings = EngineSettings.of(dir, Map.of("HOME", dir.toString()))
                    .withMaxConcurrentQueries(permits)
                    .withMaxQueryQueueSize(2 * CHATS);
            var ports = new EnginePorts(
                    this::view,
                    with -> new InstantAgent(),
                    Attachments.none(),
                    with -> Optional.empty(),
                    () -> Long.MAX_VALUE,
                    Audit.NONE,
                    Clock.systemUTC());
            this.engine = system.systemActorOf(Engine.create(settings, ports), "engine", Props.empty());
            // It keeps few commands until it knows its store.
            AskPattern.<Engine.Command, Board.View>ask(
                            engine, Engine.Look::new, Duration.ofMinutes(1), system.scheduler())
                    .toCompletableFuture()
                    .join();
        }

        Figures run() throws InterruptedException {
            turns(WARM_UP);
            var cpu = cpu();
            var begin = System.nanoTime();
            turns(MEASURED);
            var nanos = System.nanoTime() - begin;
            return new Figures(MEASURED * 1e9 / nanos, (cpu() - cpu) / 1e3 / MEASURED);
        }

        private void turns(int count) throws InterruptedException {
            left.set(count);
            for (var chat = 1; chat <= Math.min(chats, count); chat++) {
                ask(ChatId.of(chat));
            }
            if (!ended.tryAcquire(count, 10, TimeUnit.MINUTES)) {
                throw new AssertionError("only " + ended.availablePermits() + " of " + count + " turns have ended");
            }
        }

        private void ask(ChatId chat) {
            if (left.getAndDecrement() <= 0) {
                return;
            }
            var prompt = new Prompt(TurnId.random(), "What is new?", true, null, Instant.now());
            engine.tell(new Engine.Deliver(
                    chat, new ChatProtocol.Submit(People.ADA, prompt, List.of(), null, false, system.ignoreRef())));
        }

        private Behavior<ChatProtocol.Event> view(ChatId id, ActorRef<ChatProtocol.Command> chat) {
            return Behaviors.receiveMessage(event -> {
                switch (event) {
                    case ChatProtocol.Ended over -> {
                        chat.tell(new ChatProtocol.Delivered(over.answer().id()));
                        ended.release();
                        ask(id);
                    }
                    case ChatProtocol.Closing closing -> chat.tell(new ChatProtocol.Closed());
                    default -> {}
                }
                return Behaviors.same();
            });
        }

        @Override
        public void close() {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
