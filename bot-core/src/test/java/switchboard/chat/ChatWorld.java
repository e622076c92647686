package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import switchboard.archive.SessionImports;
import switchboard.audit.AuditEntry;
import switchboard.board.Board;
import switchboard.budget.Spending;
import switchboard.claude.ClaudeAgent;
import switchboard.claude.ClaudeSettings;
import switchboard.claude.trust.TrustStore;
import switchboard.command.BudgetCommand;
import switchboard.command.CdCommand;
import switchboard.command.CompactCommand;
import switchboard.command.Directories;
import switchboard.command.EditedCommand;
import switchboard.command.EngineFacts;
import switchboard.command.HandoffCommand;
import switchboard.command.ImportCommand;
import switchboard.command.Invocation;
import switchboard.command.NewCommand;
import switchboard.command.OfferCommand;
import switchboard.command.PendingCommand;
import switchboard.command.Provider;
import switchboard.command.Reaction;
import switchboard.command.RunShellCommand;
import switchboard.command.ShareCommand;
import switchboard.command.ShellCommand;
import switchboard.command.SlashCommand;
import switchboard.command.SlashCommands;
import switchboard.command.StopCommand;
import switchboard.files.Downloads;
import switchboard.files.FileLimits;
import switchboard.files.FilesRoot;
import switchboard.files.FilesSettings;
import switchboard.files.OutgoingFiles;
import switchboard.files.ScriptedAttachments;
import switchboard.git.Git;
import switchboard.guard.ClosedPaths;
import switchboard.model.Activity;
import switchboard.model.AgentFacts;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.People;
import switchboard.model.PermissionMode;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.Secrets;
import switchboard.model.TurnId;
import switchboard.shell.ScriptedShell;
import switchboard.shell.Shell;
import switchboard.throttle.Throttle;
import switchboard.throttle.WarmPool;
import switchboard.voice.ScriptedTranscriber;
import switchboard.voice.Transcriptions;

/** Chats under their manager with a throttle, a store that can fail, a fake Claude, and a probe as view of each chat. */
final class ChatWorld {

    static final ChatId CHAT = ChatId.of(7);
    static final Rule GIT = new Rule("Bash", "git *");
    static final Duration LINGER = Duration.ofMinutes(30);
    static final Duration TRANSCRIPT_WAIT = Duration.ofSeconds(4);
    static final Duration PASSIVATION = Duration.ofSeconds(61);

    final ActorTestKit kit;
    final ManualTime time;
    final TestClock clock = new TestClock();
    final FakeClaude claude = new FakeClaude();
    final FlakyStore store;
    final Backlog backlog = new Backlog(5);

    /** What all chats have cost; a new one with each start of the engine. */
    Spending spending = Spending.unlimited();

    /** The record of who did what. */
    final List<AuditEntry> audited = new CopyOnWriteArrayList<>();

    final TestProbe<ChatProtocol.Receipt> receipts;
    final ActorRef<Board.Command> board;
    private final Map<ChatId, TestProbe<ChatProtocol.Event>> probes = new ConcurrentHashMap<>();
    private final Map<ChatId, ActorRef<ChatProtocol.Event>> views = new ConcurrentHashMap<>();
    private final Map<ChatId, ActorRef<ChatProtocol.Command>> chats = new ConcurrentHashMap<>();
    private final AtomicLong messages = new AtomicLong(100);
    final Path directory;
    final ScriptedAttachments attachments = new ScriptedAttachments();

    /** Where the files of chats are. */
    final FilesSettings files;

    final ScriptedShell shell = new ScriptedShell();
    final ScriptedTranscriber transcriber = new ScriptedTranscriber();
    /** What the command {@code work} does, and how long it may take. */
    final AtomicReference<Callable<String>> work = new AtomicReference<>(() -> "Done.");

    /** How often the command {@code hello} has begun: what the chat got before it, it knows by then. */
    final AtomicInteger greetings = new AtomicInteger();

    Duration workWithin = Duration.ofMinutes(1);

    Optional<Duration> transcriptWait = Optional.of(TRANSCRIPT_WAIT);
    private ActorRef<Downloads.Command> downloads;
    private ActorRef<Transcriptions.Command> transcriptions;
    private final ActorRef<Throttle.Command> throttle;
    private final ActorRef<WarmPool.Command> pool;
    private ActorRef<ChatManager.Command> manager;

    static Config config() {
        return ManualTime.config().withFallback(FlakyStore.config()).withFallback(ConfigFactory.load());
    }

    /** @param directory where chats may work */
    ChatWorld(ActorTestKit kit, Path directory, int permits) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
        this.kit = kit;
        this.time = ManualTime.get(kit.system());
        this.store = FlakyStore.of(kit.system());
        this.directory = real(directory);
        this.receipts = kit.createTestProbe(ChatProtocol.Receipt.class);
        this.board = kit.spawn(Board.create(kit.system().ignoreRef()));
        this.files =
                new FilesSettings(this.directory.resolve("files-" + TurnId.random()), 1_000_000, Duration.ofDays(7));
        FilesRoot.claim(files.root());
        this.downloads = kit.spawn(downloads());
        this.transcriptions = kit.spawn(transcriptions());
        this.throttle = kit.spawn(Throttle.create(permits, new TestClock()));
        this.pool = kit.spawn(WarmPool.create(9, 9, () -> Long.MAX_VALUE, throttle));
        this.manager = kit.spawn(manager());
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Behavior<Downloads.Command> downloads() {
        return Downloads.create(Optional.of(files), attachments, limits(), clock);
    }

    private FileLimits limits() {
        return FileLimits.of(Optional.of(files), attachments);
    }

    private Behavior<Transcriptions.Command> transcriptions() {
        return Transcriptions.create(Optional.of(files.places()), Optional.of(transcriber), Duration.ofMinutes(5));
    }

    private Behavior<ChatManager.Command> manager() {
        return ChatManager.create(self -> chat -> Chat.create(chat, setup(self)), board, FlakyStore.ID);
    }

    private ChatSetup setup(Host self) {
        var agent = new ClaudeAgent(settings(directory), claude, TrustStore.inMemory());
        var facts = facts(
                directory,
                new Provider(
                        Set.of(),
                        Optional::empty,
                        Optional.empty(),
                        Optional.of(new SessionImports(
                                files.places()::path, agent.transcripts().orElseThrow(), "claude"))),
                new SlashCommands(List.of(
                        new StopCommand(),
                        new PendingCommand(),
                        new CdCommand(),
                        new NewCommand(),
                        new EditedCommand(),
                        new CompactCommand(),
                        new HandoffCommand(),
                        new BudgetCommand(),
                        new ShellCommand(),
                        new RunShellCommand(),
                        new ImportCommand(),
                        new ShareCommand(),
                        new OfferCommand(),
                        command(
                                "mode",
                                call -> Reaction.of(call.state()
                                        .with(
                                                ChatState::settings,
                                                chosen -> chosen.withMode(PermissionMode.parse(call.argument())
                                                        .orElseThrow())))),
                        command(
                                "cancel",
                                call -> Reaction.of(call.state(), new Reaction.StopTurn(new TurnId(call.argument())))),
                        command(
                                "revoke",
                                call -> Reaction.say(
                                        call.state().with(ChatState::settings, chosen -> chosen.withoutRule(GIT)),
                                        "Revoked.")),
                        command("ask", call -> Reaction.of(call.state().accept(prompt("asked")))),
                        command(
                                "work",
                                call -> Reaction.of(
                                        call.state(),
                                        Reaction.Work.of(
                                                workWithin,
                                                () -> Objects.requireNonNull(work.get())
                                                        .call(),
                                                Reaction::say))),
                        command(
                                "later",
                                call -> Reaction.of(
                                        call.state(),
                                        Reaction.Work.of(
                                                call::argument,
                                                (now, model) -> Reaction.say(
                                                        now.with(
                                                                ChatState::settings, chosen -> chosen.withModel(model)),
                                                        model)))),
                        command("owners", call -> call.deny("Only for owners.")),
                        command("hello", call -> {
                            greetings.incrementAndGet();
                            return call.say("Hello " + call.argument());
                        }),
                        command(
                                "forget",
                                call -> Reaction.of(
                                        call.state(),
                                        new Reaction.Cleanup(
                                                List.of(ChatId.of(8), ChatId.of(9)),
                                                call.now(),
                                                (now, gone) -> Reaction.say(now, "Gone: " + gone)))))),
                spending,
                shell);
        return new ChatSetup(
                agent.sessions("test"),
                agent.idle(),
                this::view,
                facts,
                backlog,
                transcriptWait,
                LINGER,
                clock,
                FlakyStore.ID,
                limits(),
                downloads,
                OutgoingFiles.none(),
                transcriptions,
                throttle,
                pool,
                board,
                audited::add,
                self);
    }

    static ClaudeSettings settings(Path directory) {
        return new ClaudeSettings(
                "claude",
                List.of(),
                PermissionMode.DEFAULT,
                null,
                List.of(),
                List.of(),
                Map.of("HOME", directory.toString()),
                Secrets.NONE,
                "test",
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }

    static EngineFacts facts(Path directory, SlashCommands catalogue) {
        return facts(directory, Provider.UNKNOWN, catalogue, Spending.unlimited(), Shell.none());
    }

    static EngineFacts facts(
            Path directory, Provider provider, SlashCommands catalogue, Spending spending, Shell shell) {
        return new EngineFacts(
                new Directories(
                        directory,
                        directory,
                        List.of(directory),
                        any -> ClosedPaths.of(List.of(directory.resolve("closed")), Map.of())),
                new AgentFacts("claude", "Claude Code", PermissionMode.DEFAULT, "default"),
                provider,
                Duration.ofHours(24),
                OutgoingFiles.none(),
                new Git(Map.of(), any -> false, "test/"),
                Secrets.NONE,
                spending,
                shell,
                catalogue);
    }

    private static SlashCommand command(String name, java.util.function.Function<Invocation, Reaction> run) {
        return new SlashCommand() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return "does it";
            }

            @Override
            public boolean isUrgent() {
                return name.equals("stop");
            }

            @Override
            public Reaction run(Invocation call) {
                return run.apply(call);
            }
        };
    }

    /** Shows its probe all, and crashes when it is told to. */
    private Behavior<ChatProtocol.Event> view(ChatId chat, ActorRef<ChatProtocol.Command> owner) {
        return Behaviors.setup(ctx -> {
            views.put(chat, ctx.getSelf());
            chats.put(chat, owner);
            return Behaviors.receiveMessage(event -> {
                if (event instanceof ChatProtocol.Noticed notice
                        && notice.text().equals("crash")) {
                    throw new IllegalStateException("the view fails, as the test wants it");
                }
                probe(chat).ref().tell(event);
                return Behaviors.same();
            });
        });
    }

    TestProbe<ChatProtocol.Event> view() {
        return probe(CHAT);
    }

    TestProbe<ChatProtocol.Event> probe(ChatId chat) {
        return probes.computeIfAbsent(chat, id -> kit.createTestProbe(ChatProtocol.Event.class));
    }

    /** The view crashes, and begins anew after a pause. */
    void crashView() {
        crashViewNow();
        Awaitility.await().until(() -> {
            time.timePasses(Duration.ofMillis(50));
            return hasView();
        });
    }

    void crashViewNow() {
        Optional.ofNullable(views.remove(CHAT)).orElseThrow().tell(new ChatProtocol.Noticed("crash"));
    }

    boolean hasView() {
        return views.containsKey(CHAT);
    }

    /** The chat itself, once it lives. */
    ActorRef<ChatProtocol.Command> chat() {
        return Awaitility.await().until(() -> chats.get(CHAT), found -> found != null);
    }

    void deliver(ChatProtocol.Command command) {
        deliver(CHAT, command);
    }

    void deliver(ChatId chat, ChatProtocol.Command command) {
        manager.tell(new ChatManager.Deliver(chat, command));
    }

    static Prompt prompt(String text) {
        return new Prompt(TurnId.random(), text, true, "m-" + text, java.time.Instant.EPOCH).by(People.ADA);
    }

    /** Submits a prompt, which is accepted. */
    Prompt submit(String text) {
        return submit(CHAT, text);
    }

    Prompt submit(ChatId chat, String text) {
        return submit(chat, prompt(text));
    }

    /** Submits a prompt that brings files. */
    Prompt submit(String text, Content.Attachment... brought) {
        var content = Stream.<Content>concat(Stream.of(new Content.Text(text)), Stream.of(brought))
                .toList();
        return submit(
                CHAT, new Prompt(TurnId.random(), content, true, "m-" + text, java.time.Instant.EPOCH).by(People.ADA));
    }

    private Prompt submit(ChatId chat, Prompt prompt) {
        deliver(
                chat,
                new ChatProtocol.Submit(
                        People.ADA, prompt, List.of(messages.incrementAndGet()), null, false, receipts.ref()));
        receipts.expectMessageClass(ChatProtocol.Accepted.class);
        return prompt;
    }

    void invoke(String name) {
        invoke(name, "");
    }

    void invoke(String name, Content.Attachment file) {
        deliver(new ChatProtocol.Invoke(
                People.ADA,
                name,
                "",
                List.of(file),
                "m-" + name,
                List.of(messages.incrementAndGet()),
                null,
                null,
                receipts.ref()));
        receipts.expectMessageClass(ChatProtocol.Accepted.class);
    }

    void invoke(String name, String argument) {
        deliver(new ChatProtocol.Invoke(
                People.ADA, name, argument, "m-" + name, List.of(messages.incrementAndGet()), null, receipts.ref()));
        receipts.expectMessageClass(ChatProtocol.Accepted.class);
    }

    /** Confirms an answer as shown. */
    void delivered(Prompt prompt) {
        deliver(new ChatProtocol.Delivered(prompt.id()));
    }

    /** What the view is told until, and with, the first event that a test waits for. */
    List<ChatProtocol.Event> until(Predicate<ChatProtocol.Event> last) {
        var events = new ArrayList<ChatProtocol.Event>();
        do {
            events.add(view().receiveMessage());
        } while (!last.test(events.getLast()));
        return events;
    }

    <T extends ChatProtocol.Event> T next(Class<T> type) {
        return type.cast(until(type::isInstance).getLast());
    }

    /** The end of this prompt's turn; no other turn ends before. */
    ChatProtocol.Ended ended(Prompt prompt) {
        var ended = next(ChatProtocol.Ended.class);
        assertThat(ended.answer().id()).as("%s", ended).isEqualTo(prompt.id());
        return ended;
    }

    /** Has Claude ask for a command; the question, once the chat has stored that it stands. */
    Question askedBash(Prompt prompt) {
        running(prompt).askBash("q1", "git pull");
        var asked = next(ChatProtocol.Asked.class).question();
        Awaitility.await()
                .until(() -> store.state(CHAT)
                        .map(ChatState::current)
                        .filter(current -> !current.cleared().isEmpty())
                        .isPresent());
        return asked;
    }

    /** The living process that works on it. */
    FakeClaude.Child atWork(Prompt prompt) {
        return Awaitility.await()
                .until(
                        () -> claude.processes().stream()
                                .filter(each -> each.turn().equals(prompt.id().value()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    FakeClaude.Child running(Prompt prompt) {
        return claude.with(prompt.id().value());
    }

    @Nullable
    ChatState stored() {
        return store.state(CHAT).orElse(null);
    }

    /** What the board says that the chat does. */
    Activity activity() {
        var look = kit.createTestProbe(Board.View.class);
        board.tell(new Board.Look(look.ref()));
        return look.receiveMessage().summaries().stream()
                .filter(summary -> summary.chat().equals(CHAT))
                .findFirst()
                .orElseThrow()
                .activity();
    }

    /** The view remembers something, and waits until that is stored. */
    void remember(@Nullable TurnId turn, String memo) {
        var kept = kit.createTestProbe(ChatProtocol.Kept.class);
        deliver(new ChatProtocol.Remember(turn, TextNode.valueOf(memo), kept.ref()));
        kept.expectMessage(new ChatProtocol.Kept(turn, TextNode.valueOf(memo)));
    }

    /** Lets time pass, a second at a time, until something is so. */
    void passUntil(Callable<Boolean> condition) {
        Awaitility.await().until(() -> {
            time.timePasses(Duration.ofSeconds(1));
            return condition.call();
        });
    }

    /** The running turn crashes: it looks at the clock when it lingers, which it may have to begin first. */
    void crashTurn() {
        clock.failOnceFor(Turn.class);
        Awaitility.await().until(() -> {
            time.timePasses(LINGER);
            return !clock.fails();
        });
    }

    /** Every actor of the chats is gone at once, as when the host is killed; what is stored stays. */
    void kill() {
        kit.stop(manager);
        kit.stop(downloads);
        kit.stop(transcriptions);
        views.clear();
        chats.clear();
    }

    /** The host stops in good order. */
    void close() {
        manager.tell(new ChatManager.Close());
        while (!(view().receiveMessage() instanceof ChatProtocol.Closing)) {} // what came before it
        chat().tell(new ChatProtocol.Closed());
        kit.createTestProbe().expectTerminated(manager);
        kit.stop(downloads);
        kit.stop(transcriptions);
        views.clear();
        chats.clear();
    }

    void restart() {
        downloads = kit.spawn(downloads());
        transcriptions = kit.spawn(transcriptions());
        manager = kit.spawn(manager());
    }

    void stop() {
        kill();
        kit.stop(throttle);
        kit.stop(pool);
        kit.stop(board);
    }
}
