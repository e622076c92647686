package switchboard.simulation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * An actor system that runs on its owner's thread, one message at a time, on {@link ManualScheduler time of its own}. A seed
 * decides which of the actors with something to do goes next. So one seed makes one course of events, and many seeds make all
 * possible interleavings.
 *
 * <p>Used by one thread.
 */
public final class Simulation implements AutoCloseable {

    /** What one call of {@link #settle} may run, against actors that never come to rest. */
    private static final int MOST_RUNS = 100_000;

    private static final Map<String, Simulation> ALL = new ConcurrentHashMap<>();
    private static final String ID = "switchboard.simulation";

    private record Do(Consumer<ActorContext<Do>> what) {}

    private final List<Runnable> runnable = new ArrayList<>();
    private final String id = UUID.randomUUID().toString();
    private final ActorSystem<Do> system;
    private Random order = new Random(0);

    /** @param extra configuration before the defaults */
    public Simulation(Config extra) {
        ALL.put(id, this);
        system = ActorSystem.create(
                guardian(), "simulation", config().withFallback(extra).withFallback(defaults()));
        await(() -> sizeOf(runnable) > 0);
        settle();
    }

    private Config config() {
        return ConfigFactory.parseString(
                """
                %1$s = "%2$s"
                pekko.scheduler.implementation = "%3$s"
                pekko.log-dead-letters = off
                pekko.loggers-dispatcher = "pekko.actor.internal-dispatcher"
                pekko.actor.default-dispatcher = { executor = "%4$s", throughput = 1 }
                pekko.actor.default-blocking-io-dispatcher = { type = Dispatcher, executor = "%4$s", throughput = 1 }
                switchboard.chat-dispatcher = { type = Dispatcher, executor = "%4$s", throughput = 1 }
                """.formatted(ID, id, ManualScheduler.class.getName(), Executor.class.getName()));
    }

    private static Config defaults() {
        return ConfigFactory.load();
    }

    /** Tells of each command just before the behaviour gets it. */
    public static <C> Behavior<C> spied(Class<C> commands, Behavior<C> behavior, Consumer<C> seen) {
        return Behaviors.intercept(
                () -> new BehaviorInterceptor<C, C>(commands) {
                    @Override
                    public Behavior<C> aroundReceive(TypedActorContext<C> ctx, C command, ReceiveTarget<C> target) {
                        seen.accept(command);
                        return target.apply(ctx, command);
                    }
                },
                behavior);
    }

    private static Behavior<Do> guardian() {
        return Behaviors.setup(ctx -> Behaviors.receiveMessage(asked -> {
            asked.what().accept(ctx);
            return Behaviors.same();
        }));
    }

    public ActorSystem<?> system() {
        return system;
    }

    /** From now on the order is drawn from this seed. */
    public void reseed(long seed) {
        order = new Random(seed);
    }

    /** Spawns an actor; others may run meanwhile. */
    public <T> ActorRef<T> spawn(Behavior<T> behavior) {
        var spawned = new AtomicReference<ActorRef<T>>();
        system.tell(new Do(ctx -> spawned.set(ctx.spawnAnonymous(behavior))));
        while (spawned.get() == null) {
            run(1);
        }
        return spawned.get();
    }

    /** An actor that hands on what it is told; may be stopped as any other. */
    public <T> ActorRef<T> listener(Consumer<T> ear) {
        return spawn(Behaviors.receiveMessage(message -> {
            ear.accept(message);
            return Behaviors.same();
        }));
    }

    /** Stops an actor, some time from now. */
    public void stop(ActorRef<?> actor) {
        system.tell(new Do(ctx -> ctx.stop(actor)));
    }

    /** Runs so many messages, or all there are if they are fewer. */
    public void run(int messages) {
        for (var left = messages; left > 0; left--) {
            var next = draw();
            if (next == null) {
                return;
            }
            next.run();
        }
    }

    /** Runs until nobody has anything to do. */
    public void settle() {
        run(MOST_RUNS);
        if (sizeOf(runnable) > 0) {
            throw new AssertionError("The actors do not come to rest.");
        }
    }

    /** Lets time pass; all that is due on the way happens in its order, and what follows from it before the next. */
    public void pass(Duration time) {
        var scheduler = scheduler();
        var until = scheduler.now() + time.toNanos();
        settle();
        while (scheduler.advanceTo(until)) {
            settle();
        }
    }

    /** Nanoseconds since the system began. */
    public long now() {
        return scheduler().now();
    }

    private ManualScheduler scheduler() {
        return (ManualScheduler) system.classicSystem().scheduler();
    }

    private @Nullable Runnable draw() {
        synchronized (runnable) {
            if (runnable.isEmpty()) {
                return null;
            }
            return runnable.remove(order.nextInt(runnable.size()));
        }
    }

    private void add(Runnable task) {
        synchronized (runnable) {
            runnable.add(task);
        }
    }

    private static int sizeOf(List<Runnable> tasks) {
        synchronized (tasks) {
            return tasks.size();
        }
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition::getAsBoolean);
    }

    @Override
    public void close() {
        system.terminate();
        await(() -> {
            run(MOST_RUNS);
            return system.whenTerminated().isCompleted();
        });
        ALL.remove(id);
    }

    /** What the dispatchers are told to use: keeps what is to be run until the simulation draws it. */
    public static final class Executor extends ExecutorServiceConfigurator {

        private final Simulation simulation;

        public Executor(Config config, DispatcherPrerequisites prerequisites) {
            super(config, prerequisites);
            var id = prerequisites.settings().config().getString(ID);
            simulation = Objects.requireNonNull(ALL.get(id));
        }

        @Override
        public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
            return () -> new Keeping(simulation);
        }
    }

    private static final class Keeping extends AbstractExecutorService {

        private final Simulation simulation;
        private volatile boolean over;

        Keeping(Simulation simulation) {
            this.simulation = simulation;
        }

        @Override
        public void execute(Runnable task) {
            simulation.add(task);
        }

        @Override
        public void shutdown() {
            over = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            over = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return over;
        }

        @Override
        public boolean isTerminated() {
            return over;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return over;
        }
    }
}
