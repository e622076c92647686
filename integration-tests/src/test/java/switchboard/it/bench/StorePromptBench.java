package switchboard.it.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.Engine;
import switchboard.EnginePorts;
import switchboard.EngineSettings;
import switchboard.app.HostEnvironment;
import switchboard.audit.Audit;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol;
import switchboard.claude.ClaudeAgent;
import switchboard.claude.ScriptedClaude;
import switchboard.claude.trust.TrustStore;
import switchboard.files.Attachments;
import switchboard.model.ChatId;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.TurnId;

/**
 * How long a prompt takes until it is stored, from its delivery to the chat's word, beside a bare write, fsync and rename of
 * a file of the same size in the same file system. Engine and session files are the product's, Claude is scripted.
 */
class StorePromptBench {

    private static final int WARM_UP = 3_000;
    private static final int MEASURED = 1_000;
    private static final ChatId CHAT = ChatId.of(1);

    @TempDir
    Path dir;

    private final Semaphore delivered = new Semaphore(0);
    private ActorSystem<Void> system;
    private ActorRef<Engine.Command> engine;

    @BeforeEach
    void start() throws IOException {
        var host = HostEnvironment.read(
                Map.of(
                        "HOME", dir.toString(),
                        "SESSION_DIR", sessions().toString(),
                        "CLAUDE_WORKING_DIR",
                                Files.createDirectories(dir.resolve("work")).toString()),
                Map.of(),
                dir);
        system = ActorSystem.create(Behaviors.empty(), "bench", host.config());
        var ports = new EnginePorts(
                this::view,
                with -> new ClaudeAgent(with.claude(), new ScriptedClaude(), TrustStore.inMemory()),
                Attachments.none(),
                with -> Optional.empty(),
                () -> Long.MAX_VALUE,
                Audit.NONE,
                Clock.systemUTC());
        var settings = EngineSettings.from(host.config(), host.forClaude(), List.of());
        engine = system.systemActorOf(Engine.create(settings, ports), "engine", Props.empty());
    }

    @AfterEach
    void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPromptIsStoredInAtMostTwiceTheTimeOfABareWrite() throws Exception {
        var prompt = new Samples();
        var bare = new Samples();
        for (var i = 0; i < WARM_UP + MEASURED; i++) {
            var stored = submit(i + 1);
            var written = write(Files.readAllBytes(sessions().resolve(CHAT + ".json")));
            if (i >= WARM_UP) {
                prompt.add(stored);
                bare.add(written);
            }
        }
        new Report(
                        "Storing a prompt (" + MEASURED + " by each, alternating)",
                        "milliseconds",
                        "prompt stored",
                        "bare write, fsync, rename",
                        "ratio",
                        "goal")
                .row(
                        "median",
                        millis(prompt.median()),
                        millis(bare.median()),
                        Report.number(prompt.median() / bare.median()),
                        "at most 2")
                .row(
                        "99th percentile",
                        millis(prompt.p99()),
                        millis(bare.p99()),
                        Report.number(prompt.p99() / bare.p99()),
                        "")
                .print();
    }

    /** Nanoseconds until the prompt is stored; returns once its turn is over and nothing more is. */
    private long submit(int number) throws InterruptedException {
        var asked = new Prompt(TurnId.random(), "What is new in " + number + "?", true, null, Instant.now());
        var begin = System.nanoTime();
        AskPattern.<Engine.Command, ChatProtocol.Receipt>ask(
                        engine,
                        replyTo -> new Engine.Deliver(
                                CHAT,
                                new ChatProtocol.Submit(
                                        People.ADA, asked, List.of((long) number), null, false, replyTo)),
                        Duration.ofSeconds(10),
                        system.scheduler())
                .toCompletableFuture()
                .join();
        var stored = System.nanoTime() - begin;
        if (!delivered.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new AssertionError("prompt " + number + " was not answered");
        }
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(this::isQuiet);
        return stored;
    }

    private boolean isQuiet() {
        return AskPattern.<Engine.Command, Board.View>ask(
                        engine, Engine.Look::new, Duration.ofSeconds(10), system.scheduler())
                .toCompletableFuture()
                .join()
                .isQuiet();
    }

    private long write(byte[] content) throws IOException {
        var temporary = dir.resolve("bare.tmp");
        var begin = System.nanoTime();
        try (var file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(true);
        }
        Files.move(temporary, dir.resolve("bare"), StandardCopyOption.ATOMIC_MOVE);
        return System.nanoTime() - begin;
    }

    private Behavior<ChatProtocol.Event> view(ChatId id, ActorRef<ChatProtocol.Command> chat) {
        return Behaviors.receiveMessage(event -> {
            if (event instanceof ChatProtocol.Ended ended) {
                chat.tell(new ChatProtocol.Delivered(ended.answer().id()));
                delivered.release();
            }
            return Behaviors.same();
        });
    }

    private Path sessions() {
        return dir.resolve("sessions");
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
