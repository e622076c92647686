package switchboard.it.bench;

import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
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
import org.awaitility.Awaitility;
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

/** An engine whose chats, from 1, ask an agent that answers at once, and ask again as soon as the answer is delivered. */
final class EngineLoad implements AutoCloseable {

    record Figures(double perSecond, double cpuMicros) {}

    private final ActorSystem<Void> system;
    private final ActorRef<Engine.Command> engine;
    private final int chats;
    private final AtomicInteger left = new AtomicInteger();
    private final Semaphore ended = new Semaphore(0);

    EngineLoad(Config config, Path dir, int permits, int chats) {
        this.chats = chats;
        this.system = ActorSystem.create(Behaviors.empty(), "bench", config);
        var settings = EngineSettings.of(dir, Map.of("HOME", dir.toString()))
                .withMaxConcurrentQueries(permits)
                .withMaxQueryQueueSize(2 * chats);
        var ports = new EnginePorts(
                this::view,
                with -> new InstantAgent(),
                Attachments.none(),
                with -> Optional.empty(),
                () -> Long.MAX_VALUE,
                Audit.NONE,
                Clock.systemUTC());
        this.engine = system.systemActorOf(Engine.create(settings, ports), "engine", Props.empty());
        look(); // it keeps few commands until it knows its store
    }

    /** Lets the chats ask so many turns in all, and waits until the last is delivered. */
    Figures run(int turns) throws InterruptedException {
        var cpu = cpu();
        var begin = System.nanoTime();
        turns(turns);
        var nanos = System.nanoTime() - begin;
        return new Figures(turns * 1e9 / nanos, (cpu() - cpu) / 1e3 / turns);
    }

    /** Waits until all of it is stored. */
    void awaitQuiet() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> look().isQuiet());
    }

    private Board.View look() {
        return AskPattern.<Engine.Command, Board.View>ask(
                        engine, Engine.Look::new, Duration.ofMinutes(1), system.scheduler())
                .toCompletableFuture()
                .join();
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

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
