package switchboard.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.telegram.telegrambots.meta.api.methods.send.SendChatAction;
import switchboard.Engine;
import switchboard.EnginePorts;
import switchboard.EngineSettings;
import switchboard.app.HostEnvironment;
import switchboard.audit.Audit;
import switchboard.board.Board;
import switchboard.chat.Chat;
import switchboard.chat.ChatProtocol;
import switchboard.claude.ClaudeAgent;
import switchboard.claude.ClaudeProcess;
import switchboard.claude.ScriptedClaude;
import switchboard.claude.trust.TrustStore;
import switchboard.files.Attachments;
import switchboard.model.ChatId;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.TurnId;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.view.ChatView;
import switchboard.telegram.view.OpenQuestions;

/**
 * What a thousand chats cost that have had a turn and now idle: engine, views, outbox and session files are the
 * product's, Claude is scripted. Nothing of the fakes is in the figures: Telegram keeps no message ({@link Sink}), and each
 * process is scripted by a {@link ScriptedClaude} of its own, which is garbage once the process has hibernated.
 */
class IdleChatsBench {

    private static final int CHATS = 1_000;
    private static final int EARLIER_CHATS = 100;
    private static final int AT_ONCE = 8;
    private static final int CLASSES_SHOWN = 12;

    /** Chats passivate a minute after this, so a thousand turns and a look at the heap must fit into a minute. */
    private static final Duration PROCESS_IDLES = Duration.ofMillis(500);

    /** The outbox's clock runs fast: its limits are not what is measured, and it soon forgets the chats it wrote to. */
    private static final int FASTER = 100;

    @TempDir
    Path dir;

    private final Sink telegram = new Sink();
    private final AtomicInteger processes = new AtomicInteger();
    private ActorSystem<Void> system;
    private ActorRef<Outbox.Command> outbox;
    private ActorRef<Engine.Command> engine;

    private record Look(Heap heap, int threads, int processes) {}

    @BeforeEach
    void start() throws Exception {
        var work = Files.createDirectories(dir.resolve("work"));
        var host = HostEnvironment.read(
                Map.of(
                        "HOME", dir.toString(),
                        "SESSION_DIR", dir.resolve("sessions").toString(),
                        "CLAUDE_WORKING_DIR", work.toString(),
                        "CLAUDE_IDLE_PROCESS_MS", Long.toString(PROCESS_IDLES.toMillis()),
                        "MAX_CONCURRENT_QUERIES", Integer.toString(AT_ONCE)),
                Map.of(),
                dir);
        system = ActorSystem.create(Behaviors.empty(), "bench", host.config());
        var begin = System.nanoTime();
        outbox = system.systemActorOf(
                Outbox.create(telegram, () -> FASTER * (System.nanoTime() - begin), () -> 0.5),
                "outbox",
                Props.empty());
        var questions = new OpenQuestions();
        var clock = Clock.systemUTC();
        var ports = new EnginePorts(
                (chat, self) -> ChatView.create(chat, self, outbox, questions, clock),
                with -> new ClaudeAgent(with.claude(), this::startProcess, TrustStore.inMemory()),
                Attachments.none(),
                with -> Optional.empty(),
                () -> Long.MAX_VALUE,
                Audit.NONE,
                clock);
        var settings = EngineSettings.from(host.config(), host.forClaude(), List.of());
        engine = system.systemActorOf(Engine.create(settings, ports), "engine", Props.empty());
    }

    @AfterEach
    void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aThousandIdleChatsHoldNoThreadNoProcessAndLittleMemory() throws Exception {
        haveATurnEach(CHATS, EARLIER_CHATS); // so that code is loaded and pools are filled before the first look
        awaitHibernation();
        var threads = threads();
        awaitPassivation();
        var before = new Look(heap("before"), threads, processes.get());
        haveATurnEach(0, CHATS);
        awaitHibernation();
        var with = new Look(heap("with"), threads(), processes.get());
        assertThat(Heap.countOf(Chat.class))
                .as("chats that lived all the while")
                .isEqualTo(CHATS);
        awaitPassivation();
        var after = new Look(heap("after"), threads(), processes.get());
        print(before, with, after);
        printClasses(with.heap().since(before.heap()));
    }

    /** The chats numbered from {@code first + 1} on ask once and are answered, a few at a time. */
    private void haveATurnEach(int first, int chats) throws InterruptedException {
        for (var done = 0; done < chats; done += AT_ONCE) {
            var now = Math.min(AT_ONCE, chats - done);
            for (var i = 1; i <= now; i++) {
                ask(first + done + i);
            }
            if (!telegram.messages.tryAcquire(now, 1, TimeUnit.MINUTES)) {
                throw new AssertionError("chats after " + (first + done) + " were not answered");
            }
        }
    }

    private void ask(int number) {
        var message = Integer.toString(number);
        var prompt = new Prompt(TurnId.random(), "What is new in " + message + "?", true, message, Instant.now());
        engine.tell(new Engine.Deliver(
                ChatId.of(number),
                new ChatProtocol.Submit(People.ADA, prompt, List.of((long) number), null, false, system.ignoreRef())));
    }

    private ClaudeProcess startProcess(ClaudeProcess.Launch launch, ClaudeProcess.Listener listener) {
        processes.incrementAndGet();
        return new ScriptedClaude().start(launch, new ClaudeProcess.Listener() {
            @Override
            public void line(String line) {
                listener.line(line);
            }

            @Override
            public void exited(ClaudeProcess.Exit exit) {
                processes.decrementAndGet();
                listener.exited(exit);
            }
        });
    }

    /** Until all that was asked is answered, shown and stored, and no process lives. */
    private void awaitHibernation() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> processes.get() == 0 && board().isQuiet());
        outbox.tell(new Outbox.Activity(
                ChatId.of(1), new SendChatAction("1", "typing"))); // at any call it forgets what has rested
    }

    private void awaitPassivation() {
        Awaitility.await()
                .pollInterval(Duration.ofSeconds(2))
                .atMost(Duration.ofMinutes(3))
                .until(() -> Heap.countOf(Chat.class) == 0);
    }

    private Board.View board() {
        return AskPattern.<Engine.Command, Board.View>ask(
                        engine, Engine.Look::new, Duration.ofSeconds(10), system.scheduler())
                .toCompletableFuture()
                .join();
    }

    private Heap heap(String name) throws IOException {
        return Heap.now(dir.resolve(name));
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static void print(Look before, Look with, Look after) {
        new Report("A thousand idle chats", "", "before", "1,000 idle", "1,000 passivated", "goal")
                .row(
                        "heap, KB",
                        kilobytes((double) before.heap().bytes()),
                        kilobytes((double) with.heap().bytes()),
                        kilobytes((double) after.heap().bytes()),
                        "")
                .row("KB for each chat", "", perChat(before, with), perChat(before, after), "about 10, then none")
                .row(
                        "threads (before: with " + EARLIER_CHATS + " idle chats)",
                        count(before.threads()),
                        count(with.threads()),
                        count(after.threads()),
                        "no more")
                .row(
                        "Claude processes",
                        count(before.processes()),
                        count(with.processes()),
                        count(after.processes()),
                        "none")
                .print();
    }

    private static String perChat(Look before, Look now) {
        return kilobytes((now.heap().bytes() - before.heap().bytes()) / (double) CHATS);
    }

    private static String kilobytes(double bytes) {
        return Report.number(bytes / 1024);
    }

    private static String count(int number) {
        return Integer.toString(number);
    }

    private static void printClasses(Map<String, Heap.Living> added) {
        var report =
                new Report("What an idle chat is made of", "class", "objects for each chat", "bytes for each chat");
        added.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().bytes()))
                .limit(CLASSES_SHOWN)
                .forEach(entry -> report.row(
                        "`" + entry.getKey() + "`",
                        Report.number(entry.getValue().count() / (double) CHATS),
                        Report.number(entry.getValue().bytes() / (double) CHATS)));
        report.print();
    }
}
