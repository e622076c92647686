package switchboard.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import switchboard.EngineSettings;
import switchboard.SettingsReader;
import switchboard.claude.ProcessMark;
import switchboard.telegram.TelegramSettings;
import switchboard.telegram.api.BotToken;

/**
 * The whole bot in one actor system, and the order in which it stops: polling ends, turns get their time, the engine
 * stops, what is left of Claude is ended, connections are closed, the system terminates.
 */
public final class Application {

    /** The marks of what this application's Claude processes start begin with this; then comes the store's name. */
    private static final String MARK = "switchboard-";

    private static final long LEFTOVER_GRACE_MS = 3_000;

    /** What stopping takes beyond the turns' time. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private static final Duration HANG_UP = Duration.ofMillis(100);

    private final ActorSystem<Host.Command> system;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private Application(ActorSystem<Host.Command> system) {
        this.system = system;
    }

    /**
     * Starts the bot; returns once its parts are begun.
     *
     * @throws IllegalArgumentException with one sentence for a person, if a setting is missing or wrong, the session
     *     directory cannot be used, or another bot runs with the token
     */
    public static Application start(HostEnvironment host) {
        var token = host.get("TELEGRAM_BOT_TOKEN")
                .orElseThrow(() -> new IllegalArgumentException("TELEGRAM_BOT_TOKEN is not set: get a token from"
                        + " @BotFather and put it into .env (see .env.example)."));
        if (!token.matches("\\d+:[\\w-]+")) {
            throw new IllegalArgumentException("TELEGRAM_BOT_TOKEN does not look like a token (123456:AbC...): copy it"
                    + " again from @BotFather.");
        }
        var config = host.config();
        var telegram = TelegramSettings.from(config, new BotToken(token));
        var sessions = Path.of(config.getString("switchboard.persistence.file.directory"))
                .toAbsolutePath()
                .normalize();
        var settings = EngineSettings.from(
                config, host.forClaude(), denied(host.directory(), sessions), MARK + name(sessions));
        var within =
                new SettingsReader(config.getConfig("switchboard")).duration("shutdown-timeout", "SHUTDOWN_TIMEOUT_MS");
        var lock = TokenLock.take(host.home(), token);
        var system = ActorSystem.create(Host.create(), "switchboard", withPhases(config, within));
        try {
            openStore(system, config);
        } catch (RuntimeException refused) {
            system.terminate();
            lock.close();
            throw new IllegalArgumentException(sentence(refused), refused);
        }
        // What a killed bot has left must not work on while its sessions are resumed.
        ProcessMark.sweep(settings.claude().markPrefix(), LEFTOVER_GRACE_MS);
        var application = new Application(system);
        application.planStop(within, settings.claude().markPrefix(), lock);
        system.tell(new Host.Begin(telegram, settings, application.ready));
        return application;
    }

    /** Completes with the bot's name once it polls; fails with one sentence if Telegram refuses the token. */
    public CompletionStage<String> ready() {
        return ready;
    }

    /** Stops in order; completes when all is ended. */
    public CompletionStage<Done> stop() {
        return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason());
    }

    /** Completes when the bot has stopped, for whatever reason. */
    public CompletionStage<Done> whenStopped() {
        return system.getWhenTerminated();
    }

    /** The host's own files, by the name given and with links resolved: Claude's tools may come either way. */
    static List<Path> denied(Path directory, Path sessions) {
        return Stream.of(directory.resolve(".env").toAbsolutePath().normalize(), sessions)
                .flatMap(path -> Stream.of(path, real(path)))
                .distinct()
                .toList();
    }

    /** With links resolved as far as it exists. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            var parent = path.getParent();
            return parent == null ? path : real(parent).resolve(parent.relativize(path));
        }
    }

    private static String name(Path sessions) {
        return Integer.toHexString(sessions.toString().hashCode());
    }

    /** Asking for the plugin makes it open its directory. */
    private static void openStore(ActorSystem<?> system, Config config) {
        var plugin = config.getString("switchboard.state-plugin");
        DurableStateStoreRegistry.get(system)
                .getDurableStateStoreFor(
                        DurableStateUpdateStore.class,
                        plugin.isEmpty() ? config.getString("pekko.persistence.state.plugin") : plugin);
    }

    /** The store refuses with a sentence of its own, which Pekko wraps. */
    private static String sentence(Throwable failure) {
        var told = failure;
        for (var each = failure; each != null; each = each.getCause()) {
            told = each instanceof IllegalArgumentException ? each : told;
        }
        return String.valueOf(told.getMessage());
    }

    private static Config withPhases(Config config, Duration within) {
        var phases = new HashMap<String, Object>();
        var phase = "pekko.coordinated-shutdown.phases.";
        phases.put(phase + "service-requests-done.timeout", within.plus(SLACK).toMillis() + "ms");
        phases.put(phase + "before-actor-system-terminate.timeout", SLACK.toMillis() + "ms");
        phases.put("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
        phases.put("pekko.coordinated-shutdown.exit-jvm", "off");
        return ConfigFactory.parseMap(phases).withFallback(config);
    }

    private void planStop(Duration within, String mark, TokenLock lock) {
        var shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(
                CoordinatedShutdown.PhaseBeforeServiceUnbind(), "end-polling", () -> ask(Host.StopFront::new, SLACK));
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceRequestsDone(),
                "stop-engine",
                () -> ask(replyTo -> new Host.StopEngine(within, replyTo), within.plus(SLACK)));
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "end-claude", sweep(mark));
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "close-connections", this::hangUp);
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "release-token", () -> {
            lock.close();
            return CompletableFuture.completedFuture(Done.getInstance());
        });
    }

    /** What is still under way, a poll that nobody waits for any more, is given a moment and then cut off. */
    private CompletionStage<Done> hangUp() {
        return Http.get(system)
                .shutdownAllConnectionPools()
                .thenApply(closed -> Done.getInstance())
                .toCompletableFuture()
                .completeOnTimeout(Done.getInstance(), HANG_UP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Done> ask(Function<ActorRef<Done>, Host.Command> question, Duration timeout) {
        return AskPattern.ask(system, question::apply, timeout, system.scheduler());
    }

    private Supplier<CompletionStage<Done>> sweep(String mark) {
        return () -> CompletableFuture.supplyAsync(
                () -> {
                    ProcessMark.sweep(mark, LEFTOVER_GRACE_MS);
                    return Done.getInstance();
                },
                system.dispatchers().lookup(DispatcherSelector.blocking()));
    }
}
