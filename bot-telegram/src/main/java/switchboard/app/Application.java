package switchboard.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.StoreIdentity;
import switchboard.agent.Agent;
import switchboard.audit.Audit;
import switchboard.botapi.LocalStore;
import switchboard.botapi.http.LocalTelegram;
import switchboard.claude.ClaudeAgent;
import switchboard.claude.ClaudeSettings;
import switchboard.claude.CliProcess;
import switchboard.claude.trust.FileTrustStore;
import switchboard.claude.trust.TrustStore;
import switchboard.model.Secrets;
import switchboard.openai.OpenAiTranscriber;
import switchboard.process.ProcessMark;
import switchboard.standin.StandInAgent;
import switchboard.web.AccessKey;
import switchboard.web.WebServer;

/**
 * The whole bot in one actor system, and the order in which it stops: polling ends, turns get their time, the engine stops,
 * leftover Claude processes are ended, connections are closed, the system terminates.
 */
public final class Application {

    private static final long LEFTOVER_GRACE_MS = 3_000;

    /** The time for each step of a stop, besides the turns' own time. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private static final Duration HANG_UP = Duration.ofMillis(100);

    /** The directory of the chats in local mode's session directory. */
    private static final String CHATS = "telegram";

    /** In the session directory; no chat's file can have this name. */
    private static final String TRUST = "trust.json";

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private final ActorSystem<Guardian.Command> system;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CompletableFuture<Done> broken = new CompletableFuture<>();
    private volatile boolean isAskedToStop;

    private volatile Optional<WebServer> server = Optional.empty();
    private volatile Optional<PageAddress> page = Optional.empty();
    private final RunSettings settings;

    private Application(ActorSystem<Guardian.Command> system, RunSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    /**
     * Starts the bot; returns once its parts have been started.
     *
     * @throws IllegalArgumentException with one sentence for a person, if a setting is missing or wrong, the session
     *     directory cannot be used, another bot runs with the token, or local mode's port is taken
     */
    public static Application start(HostEnvironment host) {
        RedactingEncoder.hide(host.hidden());
        var settings = RunSettings.of(host);
        StartChecks.of(
                        host.directory().resolve(".env"),
                        settings.directory(),
                        settings.audit(),
                        settings.engine().allowedPaths(),
                        settings.engine().claude().mayBypass())
                .forEach(LOG::warn);
        var lock = settings.isLocal()
                ? TokenLock.none()
                : TokenLock.take(host.home(), host.get(RunSettings.TOKEN).orElseThrow());
        var system = ActorSystem.create(
                Guardian.create(), "switchboard", withPhases(settings.config(), settings.shutdownTimeout()));
        try {
            return start(settings, system, lock);
        } catch (RuntimeException refused) {
            var isBroken =
                    CoordinatedShutdown.get(system).getShutdownReason().isPresent(); // nobody has asked to stop yet
            system.terminate();
            lock.close();
            if (isBroken) {
                throw new IllegalStateException("An actor has died while the bot was starting", refused);
            }
            throw new IllegalArgumentException(sentence(refused), refused);
        }
    }

    /** Telegram is asked who the bot is while the store is opened. Nothing is polled before the store is open. */
    private static Application start(RunSettings settings, ActorSystem<Guardian.Command> system, TokenLock lock) {
        var telegram = settings.telegram().map(each -> Contact.with(system, each));
        openStore(system, settings);
        settings.engine().claimFiles();
        var trust = FileTrustStore.open(settings.sessions().resolve(TRUST));
        var key = AccessKey.of(settings.httpToken(), PageAddress.keyFile(settings.sessions()));
        var secrets = settings.engine().claude().secrets().and(List.of(key.value()));
        RedactingEncoder.hide(secrets);
        var audit = openAudit(system, settings.audit(), secrets);
        var local = settings.isLocal()
                ? Optional.of(LocalTelegram.open(system, settings.sessions().resolve(CHATS), settings.hasStandIn()))
                : Optional.<LocalTelegram>empty();
        var browser = local.map(each -> bindFor(each, system, settings.httpPort(), key));
        // Processes that a killed bot has left must not continue while their sessions are resumed.
        var engine = StoreIdentity.identified(system, settings.engine())
                .toCompletableFuture()
                .join();
        var mark = engine.claude().markPrefix();
        ProcessMark.sweep(mark, LEFTOVER_GRACE_MS);
        var application = new Application(system, settings);
        application.planStop(mark, lock, local);
        application.tellIfBroken();
        var claude = engine.claude().withSecrets(secrets);
        var front = settings.telegram().orElseGet(() -> local.orElseThrow().settings());
        var contact = telegram.orElseGet(() -> Contact.with(system, front, local.orElseThrow()));
        system.tell(new Guardian.Begin(
                front,
                engine.withClaude(claude),
                agent(settings.agent(), claude, trust),
                settings.openAi().map(service -> new OpenAiTranscriber(system, service)),
                contact.open(),
                contact.me(),
                local,
                audit,
                settings.sessions(),
                application.ready));
        browser.or(() -> bindBoard(system, settings.httpPort(), key)).ifPresent(each -> application.serve(each, key));
        return application;
    }

    /** It is closed last, also if the bot does not start. */
    private static Audit openAudit(ActorSystem<?> system, Path path, Secrets secrets) {
        var audit = AuditLog.open(path, secrets);
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                        "close-audit",
                        () -> CompletableFuture.runAsync(
                                        audit::close, system.dispatchers().lookup(DispatcherSelector.blocking()))
                                .thenApply(done -> Done.getInstance()));
        return audit;
    }

    private static Agent agent(AgentChoice choice, ClaudeSettings claude, TrustStore trust) {
        return switch (choice) {
            case CLAUDE -> new ClaudeAgent(claude, CliProcess::start, trust);
            case STAND_IN -> new StandInAgent(claude.mode(), claude.model());
        };
    }

    /** Without its pages, local mode has no chats. */
    private static WebServer bindFor(LocalTelegram local, ActorSystem<?> system, int port, AccessKey key) {
        try {
            return WebServer.bind(system, port, key);
        } catch (IllegalArgumentException taken) {
            local.close();
            throw taken;
        }
    }

    /** If another program has the port, the bot on Telegram runs without its board. */
    private static Optional<WebServer> bindBoard(ActorSystem<?> system, int port, AccessKey key) {
        try {
            return Optional.of(WebServer.bind(system, port, key));
        } catch (IllegalArgumentException taken) {
            LOG.warn("There is no board: {}", taken.getMessage());
            return Optional.empty();
        }
    }

    private void serve(WebServer bound, AccessKey key) {
        server = Optional.of(bound);
        page = Optional.of(settings.page(bound.address(), key));
        system.tell(new Guardian.Serve(bound));
    }

    /** Completes with the bot's name once the bot polls; fails with one sentence if Telegram refuses the token. */
    public CompletionStage<String> ready() {
        return ready;
    }

    /** The address at which people open the pages; empty if the port is taken, so that there are none. */
    public Optional<PageAddress> page() {
        return page;
    }

    /** Whether chats are in the browser. */
    public boolean isLocal() {
        return settings.isLocal();
    }

    /** Whether the stand-in answers instead of Claude Code. */
    public boolean hasStandIn() {
        return settings.hasStandIn();
    }

    /** The longest that {@link #stop} takes unless something hangs. */
    public Duration stopsWithin() {
        return settings.shutdownTimeout().plus(SLACK.multipliedBy(3));
    }

    /** Stops in order; completes when everything has ended. */
    public CompletionStage<Done> stop() {
        isAskedToStop = true;
        return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason());
    }

    /** Whether the bot was asked to stop. */
    boolean isStopping() {
        return isAskedToStop;
    }

    /** Also does this work as soon as the bot begins to stop. The work must not wait for anything. */
    void whenStopping(String name, Runnable work) {
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
                        name,
                        () -> CompletableFuture.runAsync(work, Runnable::run).thenApply(done -> Done.getInstance()));
    }

    /** Completes when the bot begins to stop although nobody asked it to: its guardian or an actor has died of a fatal error. */
    public CompletionStage<Done> whenBroken() {
        return broken;
    }

    /** Completes when the bot has stopped, for whatever reason. */
    public CompletionStage<Done> whenStopped() {
        return system.getWhenTerminated();
    }

    /**
     * Looks the plugin up, which makes it open its directory. Local mode's directory is inside {@code SESSION_DIR}, which is
     * claimed too.
     */
    private static void openStore(ActorSystem<?> system, RunSettings settings) {
        if (settings.isLocal()) {
            LocalStore.claim(settings.directory());
        }
        var config = settings.config();
        var plugin = config.getString("switchboard.state-plugin");
        DurableStateStoreRegistry.get(system)
                .getDurableStateStoreFor(
                        DurableStateUpdateStore.class,
                        plugin.isEmpty() ? config.getString("pekko.persistence.state.plugin") : plugin);
    }

    /** The innermost sentence for a person, because Pekko wraps that of a store. */
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
        phases.put("pekko.jvm-exit-on-fatal-error", "off"); // it would end the JVM out of order; see whenBroken
        return ConfigFactory.parseMap(phases).withFallback(config);
    }

    /** If the system breaks before the stop is planned, only its end shows that. */
    private void tellIfBroken() {
        system.getWhenTerminated().thenRun(() -> {
            if (!isAskedToStop) {
                broken.complete(Done.getInstance());
            }
        });
    }

    private void planStop(String mark, TokenLock lock, Optional<LocalTelegram> local) {
        var within = settings.shutdownTimeout();
        var shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "tell-if-broken", () -> {
            if (shutdown.getShutdownReason().equals(Optional.of(CoordinatedShutdown.actorSystemTerminateReason()))) {
                broken.complete(Done.getInstance());
            }
            return CompletableFuture.completedFuture(Done.getInstance());
        });
        shutdown.addTask(
                CoordinatedShutdown.PhaseBeforeServiceUnbind(),
                "end-polling",
                () -> ask(Guardian.StopFront::new, SLACK));
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceRequestsDone(),
                "stop-engine",
                () -> ask(replyTo -> new Guardian.StopEngine(within, replyTo), within.plus(SLACK)));
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "end-claude", sweep(mark));
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "close-connections", this::hangUp);
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "release-token", () -> {
            lock.close();
            return CompletableFuture.completedFuture(Done.getInstance());
        });
        shutdown.addTask(
                CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                "close-pages",
                () -> server.map(WebServer::stop)
                        .orElseGet(() -> CompletableFuture.completedFuture(Done.getInstance()))
                        .whenComplete((done, failure) -> local.ifPresent(LocalTelegram::close)));
    }

    /** Requests under way, such as a poll for which nobody waits any more, get a moment and are then cut off. */
    private CompletionStage<Done> hangUp() {
        return Http.get(system)
                .shutdownAllConnectionPools()
                .thenApply(closed -> Done.getInstance())
                .toCompletableFuture()
                .completeOnTimeout(Done.getInstance(), HANG_UP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Done> ask(Function<ActorRef<Done>, Guardian.Command> question, Duration timeout) {
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
