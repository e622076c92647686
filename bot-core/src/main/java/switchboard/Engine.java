package switchboard;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.query.DurableStateChange;
import org.apache.pekko.persistence.query.NoOffset;
import org.apache.pekko.persistence.query.UpdatedDurableState;
import org.apache.pekko.persistence.query.javadsl.DurableStateStoreQuery;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.stream.javadsl.Sink;
import switchboard.agent.Agent;
import switchboard.archive.SessionExports;
import switchboard.archive.SessionImports;
import switchboard.board.Board;
import switchboard.budget.Spending;
import switchboard.chat.Backlog;
import switchboard.chat.Chat;
import switchboard.chat.ChatManager;
import switchboard.chat.ChatProtocol;
import switchboard.chat.ChatSetup;
import switchboard.chat.Ledger;
import switchboard.chat.SessionSetAside;
import switchboard.claude.ClaudeSettings;
import switchboard.command.Directories;
import switchboard.command.EngineFacts;
import switchboard.command.Provider;
import switchboard.files.Downloads;
import switchboard.files.FileLimits;
import switchboard.files.FilesSettings;
import switchboard.files.OutgoingFiles;
import switchboard.git.Git;
import switchboard.guard.RecentLinks;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.shell.LocalShell;
import switchboard.shell.Shell;
import switchboard.text.Texts;
import switchboard.throttle.Throttle;
import switchboard.throttle.WarmPool;
import switchboard.voice.Transcriptions;

/**
 * The whole engine as one Behavior. A host spawns it in its actor system and delivers commands to chats.
 *
 * <p>{@code starting (lists the stored chats, wakes those with unfinished work) -> running -> stopping}
 */
public final class Engine {

    /** The time that chats get to end their processes and to store what their views are showing. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(7);

    private static final Duration LIST_AGAIN = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** To the engine. */
    public sealed interface Command
            permits Deliver,
                    Look,
                    Stop,
                    Listed,
                    Unlisted,
                    ListAgain,
                    SetAside,
                    Seen,
                    LookAgain,
                    ChatsGone,
                    EngineStart.Identified,
                    EngineStart.Unidentified,
                    EngineStart.AskAgain {}

    /** Hands a command to a chat. */
    public record Deliver(ChatId chat, ChatProtocol.Command command) implements Command {}

    /** Asks what every chat is doing. */
    public record Look(ActorRef<Board.View> replyTo) implements Command {}

    /**
     * Stops the engine. No new turn begins, and running turns get {@code within} to end. Then the engine ends their processes, so
     * that these turns continue after the next start, and the views finish what they are showing. The engine stops at most 7 s later.
     */
    public record Stop(Duration within) implements Command {}

    private record Listed(int chats, List<Unfinished> unfinished) implements Command {}

    private record Unlisted(Throwable failure) implements Command {}

    private record ListAgain() implements Command {}

    private record SetAside(SessionSetAside session) implements Command {}

    private record Seen(Board.View view) implements Command {}

    private record LookAgain() implements Command {}

    private record ChatsGone() implements Command {}

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Clock clock;
    private final ActorRef<Throttle.Command> throttle;
    private final ActorRef<Board.Command> board;
    private final ActorRef<ChatManager.Command> manager;
    private final ActorRef<Board.View> views;
    private final Spending spending;
    private final String plugin;
    private Instant deadline = Instant.MAX;

    /** The stored chats could not be listed yet. */
    private boolean unlisted;

    private Engine(
            ActorContext<Command> ctx, TimerScheduler<Command> timers, EngineSettings settings, EnginePorts ports) {
        this.ctx = ctx;
        this.timers = timers;
        this.clock = ports.clock();
        this.spending = Spending.of(settings.maxCostPerDay());
        this.throttle = supervised(Throttle.create(settings.maxConcurrentQueries(), ports.clock()), "throttle");
        throttle.tell(
                new Throttle.Pause(spending.limit().isPresent())); // until it is known what the stored chats have cost
        var pool = supervised(
                WarmPool.create(
                        settings.maxConcurrentQueries(), settings.maxLiveProcesses(), ports.freeMemory(), throttle),
                "warm-pool");
        this.board = supervised(
                Board.create(ctx.messageAdapter(
                        Board.Notice.class,
                        notice -> new Deliver(notice.chat(), new ChatProtocol.Notify(notice.text())))),
                "board");
        var limits = FileLimits.of(settings.files(), ports.attachments());
        var downloads =
                supervised(Downloads.create(settings.files(), ports.attachments(), limits, ports.clock()), "downloads");
        var claude = settings.claude();
        var transcriptions = supervised(
                Transcriptions.create(
                        settings.files().map(FilesSettings::places),
                        ports.transcriber().apply(settings),
                        settings.transcription().within()),
                "transcriptions");
        this.plugin = settings.pluginOf(ctx.getSystem());
        var backlog = new Backlog(settings.maxQueryQueueSize());
        var agent = ports.agent().apply(settings);
        var git = new Git(claude.environment(), agent::isTrusted, claude.markPrefix());
        var outgoing = OutgoingFiles.of(settings.files(), settings.allowedPaths(), claude::closedPaths, git);
        var facts = facts(settings, agent, outgoing, git, spending);
        var sessions = agent.sessions(settings.claude().store());
        if (settings.spareProcesses() > 0) {
            sessions.keeper(pool, settings.workingDirectory(), settings.spareProcesses())
                    .ifPresent(keeper -> supervised(keeper, "spares"));
        }
        this.manager = supervised(
                ChatManager.create(
                        self -> chat -> Chat.create(
                                chat,
                                new ChatSetup(
                                        sessions,
                                        agent.idle(),
                                        ports.views(),
                                        facts,
                                        backlog,
                                        settings.transcription().delay(),
                                        settings.queryTimeout(),
                                        ports.clock(),
                                        plugin,
                                        limits,
                                        downloads,
                                        outgoing,
                                        transcriptions,
                                        throttle,
                                        pool,
                                        board,
                                        ports.audit(),
                                        self)),
                        board,
                        plugin),
                "chats");
        this.views = ctx.messageAdapter(Board.View.class, Seen::new);
        ctx.getSystem()
                .eventStream()
                .tell(new EventStream.Subscribe<>(
                        SessionSetAside.class, ctx.messageAdapter(SessionSetAside.class, SetAside::new)));
        list();
    }

    /**
     * Makes the engine. Only one at a time may run on a store: a second one in this JVM fails with one sentence, and so does an
     * engine whose actor system has no durable-state plugin.
     *
     * @throws IllegalArgumentException with one sentence if a directory of the settings does not exist, or cannot take files
     */
    public static Behavior<Command> create(EngineSettings settings, EnginePorts ports) {
        HostCheck.directories(settings);
        settings.claimFiles();
        return EngineStart.create(settings, ports);
    }

    /** @param settings with the identity of the store */
    static Behavior<Command> running(EngineSettings settings, EnginePorts ports) {
        var store = settings.claude().store();
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            StoreIdentity.hold(store);
            try {
                var engine = new Engine(ctx, timers, settings, ports);
                return Behaviors.receive(Command.class)
                        .onAnyMessage(engine::onMessage)
                        .onSignal(PostStop.class, stopped -> release(store))
                        .onSignal(PreRestart.class, restarting -> release(store))
                        .build();
            } catch (RuntimeException failure) {
                StoreIdentity.release(store);
                throw failure;
            }
        }));
    }

    private static Behavior<Command> release(String store) {
        StoreIdentity.release(store);
        return Behaviors.same();
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Deliver deliver -> manager.tell(new ChatManager.Deliver(deliver.chat(), deliver.command()));
            case Look look -> board.tell(new Board.Look(look.replyTo()));
            case Listed listed -> {
                ctx.getLog().info("Restored {} session(s)", listed.chats());
                letRun();
                listed.unfinished().stream()
                        .sorted(Unfinished.ORDER)
                        .forEach(each -> manager.tell(new ChatManager.Deliver(each.chat(), new ChatProtocol.Wake())));
            }
            case Unlisted unlisted -> onUnlisted(unlisted.failure());
            case ListAgain again -> list();
            case SetAside aside ->
                manager.tell(new ChatManager.Deliver(
                        aside.session().chat(),
                        new ChatProtocol.Notify(
                                Texts.of("recovery.setAside", aside.session().where()))));
            case Stop stop -> {
                deadline = clock.instant().plus(stop.within());
                throttle.tell(new Throttle.Close());
                board.tell(new Board.Look(views));
            }
            case LookAgain again -> board.tell(new Board.Look(views));
            case Seen seen -> {
                if (seen.view().isQuiet() || !clock.instant().isBefore(deadline)) {
                    ctx.watchWith(manager, new ChatsGone());
                    manager.tell(new ChatManager.Close());
                    timers.startSingleTimer(new ChatsGone(), CLOSE_WITHIN);
                } else {
                    timers.startSingleTimer(new LookAgain(), LOOK_EVERY);
                }
            }
            case ChatsGone gone -> {
                return Behaviors.stopped();
            }
            case EngineStart.Identified known -> {} // for EngineStart, which is over
            case EngineStart.Unidentified unknown -> {}
            case EngineStart.AskAgain again -> {}
        }
        return Behaviors.same();
    }

    /** People who write meanwhile still get answers from their chats. Logged once. */
    private void onUnlisted(Throwable failure) {
        if (!unlisted) {
            ctx.getLog()
                    .error(
                            "The stored sessions cannot be listed; what is unfinished goes on once they can be."
                                    + " Trying again every {} s.",
                            LIST_AGAIN.toSeconds(),
                            failure);
        }
        unlisted = true;
        timers.startSingleTimer(new ListAgain(), LIST_AGAIN);
    }

    /** Tells the board of every stored chat and finds those with unfinished work. */
    private void list() {
        Object store = DurableStateStoreRegistry.get(ctx.getSystem())
                .getDurableStateStoreFor(DurableStateUpdateStore.class, plugin);
        if (!(store instanceof DurableStateStoreQuery<?> query)) {
            ctx.getLog().warn("The store {} cannot list: chats are known once someone speaks in them", plugin);
            letRun();
            return;
        }
        var listing = query.currentChanges(Ledger.TAG, NoOffset.getInstance())
                .runWith(Sink.fold(new Listed(0, List.of()), this::noted), ctx.getSystem());
        ctx.pipeToSelf(listing, (listed, failure) -> failure == null ? listed : new Unlisted(failure));
    }

    /** What the stored chats have cost is known as far as it can be. */
    private void letRun() {
        spending.allListed(clock.instant());
        throttle.tell(new Throttle.Pause(false));
    }

    private Listed noted(Listed before, DurableStateChange<?> change) {
        if (!(change instanceof UpdatedDurableState<?> updated) || !(updated.value() instanceof ChatState state)) {
            return before;
        }
        board.tell(new Board.Listed(ChatSummary.of(state, Activity.IDLE)));
        spending.listed(state);
        if (state.isFinished()) {
            return new Listed(before.chats() + 1, before.unfinished());
        }
        var unfinished = new ArrayList<>(before.unfinished());
        unfinished.add(Unfinished.of(state));
        return new Listed(before.chats() + 1, unfinished);
    }

    private <T> ActorRef<T> supervised(Behavior<T> behavior, String name) {
        return ctx.spawn(Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume()), name);
    }

    private static Optional<SessionImports> imports(EngineSettings settings, Agent agent) {
        var places = settings.files().map(FilesSettings::places);
        return agent.transcripts()
                .flatMap(transcripts -> places.map(files -> new SessionImports(
                        files::path, transcripts, agent.facts().id())));
    }

    private static EngineFacts facts(
            EngineSettings settings, Agent agent, OutgoingFiles outgoing, Git git, Spending spending) {
        var closed = settings.claude().closedToChats();
        var links = new RecentLinks(System::nanoTime);
        return new EngineFacts(
                new Directories(
                        settings.workingDirectory(),
                        Path.of(settings.claude().environment().getOrDefault("HOME", "/")),
                        settings.allowedPaths(),
                        chat -> closed.apply(chat).with(links)),
                agent.facts(),
                new Provider(
                        agent.capabilities(),
                        agent::version,
                        agent.transcripts()
                                .map(transcripts -> new SessionExports(
                                        transcripts, settings.claude().secrets())),
                        imports(settings, agent)),
                settings.idleSessionCleanup(),
                outgoing,
                git,
                settings.claude().secrets(),
                spending,
                shell(settings.claude(), outgoing),
                settings.catalogue(agent));
    }

    private static Shell shell(ClaudeSettings claude, OutgoingFiles outgoing) {
        return new LocalShell(new LocalShell.Setup(
                claude::closedPaths, claude.environment(), claude.secrets(), claude.markPrefix() + "shell/", outgoing));
    }
}
