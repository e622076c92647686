package switchboard.persistence.file;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.query.NoOffset;
import org.apache.pekko.persistence.query.UpdatedDurableState;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import scala.concurrent.ExecutionContext;
import switchboard.chat.Ledger;
import switchboard.chat.SessionSetAside;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.PermissionMode;
import switchboard.model.Prompt;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.TurnId;

/** A store over a directory of its own, and chats to keep in it. */
abstract class StoreFixture {

    static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static ActorTestKit kit;

    final ExecutorService disk = Executors.newFixedThreadPool(4);

    @TempDir
    Path temporary = Path.of("");

    @BeforeAll
    static void startKit() {
        kit = ActorTestKit.create();
    }

    @AfterAll
    static void stopKit() {
        kit.shutdownTestKit();
    }

    @AfterEach
    void stopDisk() {
        disk.shutdownNow();
    }

    Path directory() {
        return temporary.resolve("sessions");
    }

    Path file(String name) {
        return directory().resolve(name);
    }

    /** What the stores of this test have set aside. */
    final List<SessionSetAside> setAside = new CopyOnWriteArrayList<>();

    FileStateStore open() {
        return open(directory(), disk, kit, setAside::add);
    }

    static FileStateStore open(Path directory, Executor disk, ActorTestKit kit, Consumer<SessionSetAside> onSetAside) {
        return new FileStateStore(
                directory,
                "an identity",
                ExecutionContext.fromExecutor(disk),
                Adapter.toClassic(kit.system()).scheduler(),
                CLOCK,
                onSetAside);
    }

    static void store(FileStateStore store, ChatState state, long revision) {
        await(store.upsertObject(Ledger.persistenceId(state.id()).id(), revision, state, Ledger.TAG));
    }

    static long revision(FileStateStore store, ChatId id) {
        return await(store.getObject(Ledger.persistenceId(id).id())).revision();
    }

    static ChatState load(FileStateStore store, ChatId id) {
        return (ChatState)
                await(store.getObject(Ledger.persistenceId(id).id())).value().orElseThrow();
    }

    static List<UpdatedDurableState<Object>> list(FileStateStore store) {
        return await(store.currentChanges(Ledger.TAG, NoOffset.getInstance())
                .map(change -> (UpdatedDurableState<Object>) change)
                .runWith(Sink.seq(), kit.system()));
    }

    /** Waits for a future; its failure is thrown as it is, in an {@link IllegalStateException} if it is checked. */
    static <T> T await(CompletionStage<T> future) {
        try {
            return future.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            var cause = String.valueOf(failed.getCause());
            throw failed.getCause() instanceof RuntimeException plain
                    ? plain
                    : new IllegalStateException(cause.substring(cause.indexOf(": ") + 2), failed.getCause());
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    Path write(String name, String content) {
        try {
            Files.createDirectories(directory());
            return Files.writeString(file(name), content);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    static List<String> names(Path directory) {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    static ChatState fresh(ChatId id) {
        return ChatState.of(id, Session.fresh(Path.of("/work/project"), null, NOW));
    }

    static Prompt prompt(String text) {
        return new Prompt(TurnId.random(), text, true, "m7", NOW);
    }

    /** A chat with something in every field. */
    static ChatState full(ChatId id) {
        var first = prompt("Why does the build fail? \u00e4\u4e2d\ud83d\ude80");
        var second = prompt("And now?");
        return fresh(id)
                .with(ChatState::address, address -> address.told(new ChatName("Projekt \u00c4", "Arbeit")))
                .with(ChatState::sessions, sessions -> sessions.titled("build"))
                .with(
                        ChatState::settings,
                        settings -> settings.withModel("opus")
                                .withEffort("high")
                                .withMode(PermissionMode.PLAN)
                                .withRules(List.of(new Rule("Bash", "git status"), new Rule("Read", null))))
                .saw(List.of(17L), NOW)
                .saw(List.of(18L), NOW)
                .accept(first)
                .begin(first.id(), NOW)
                .accept(second)
                .end(first.id(), Outcome.failed("half", "no credit"), new Cost(1200, 3, 40, 5000, 200000, 0.25), NOW)
                .with(ChatState::memo, memo -> memo.with(first.id(), TextNode.valueOf("m9")))
                .renew("elsewhere", NOW)
                .begin(second.id(), NOW)
                .with(ChatState::memo, memo -> memo.with(second.id(), TextNode.valueOf("m10")))
                .accept(prompt("third"))
                .move(Session.fresh(Path.of("/work/other"), "other", NOW))
                .hold()
                .accept(prompt("fourth"))
                .with(ChatState::address, address -> address.movingTo(ChatId.of(-100456)));
    }
}
