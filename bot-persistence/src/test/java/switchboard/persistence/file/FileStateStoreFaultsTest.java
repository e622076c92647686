package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.chat.Ledger;
import switchboard.model.ChatId;

final class FileStateStoreFaultsTest extends StoreFixture {

    private static final ChatId CHAT = ChatId.of(123);
    private static final String ID = Ledger.persistenceId(CHAT).id();

    @Test
    void whatCannotBeWrittenOrReadFailsWithASentenceThatNamesFileAndCause() throws IOException {
        var store = open();
        revision(store, CHAT);
        blockDirectory();
        assertThatThrownBy(() -> store(store, fresh(CHAT), 1))
                .hasMessageStartingWith("Cannot write " + file("123.json") + ": its directory is no directory")
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> revision(store, CHAT))
                .hasMessageStartingWith("Cannot read " + file("123.json") + ": its directory is no directory");
        assertThat(setAside).isEmpty();
        assertThat(directory()).hasContent("in the way");
    }

    @Test
    void aDirectoryThatCannotBeMadeFailsEachWriteAndNothingElse() {
        var store = open(Path.of("/proc/switchboard"), disk, kit, setAside::add);
        assertThat(revision(store, CHAT)).isZero();
        assertThatThrownBy(() -> store(store, fresh(CHAT), 1))
                .hasMessageStartingWith("Cannot write /proc/switchboard/123.json: ");
    }

    @Test
    void aDirectoryThatVanishedIsMadeAgain() throws IOException {
        var store = open();
        revision(store, CHAT);
        Files.delete(directory());
        store(store, fresh(CHAT), 1);
        assertThat(mode(directory())).isEqualTo("rwx------");
    }

    @Test
    void afterAFaultTheNextWriteOfTheChatGoesOn() throws IOException {
        var store = open();
        revision(store, CHAT);
        blockDirectory();
        assertThatThrownBy(() -> store(store, fresh(CHAT), 1)).hasMessageStartingWith("Cannot write");
        Files.delete(directory());
        store(store, fresh(CHAT), 1);
        assertThat(revision(store, CHAT)).isEqualTo(1);
    }

    @Test
    void aMachineWithoutAThreadLeftFailsTheWriteAndNotTheNextOne() {
        try (var single = Executors.newSingleThreadExecutor()) {
            var isFull = new AtomicBoolean();
            var store = open(
                    directory(),
                    task -> {
                        if (isFull.get()) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        single.execute(task);
                    },
                    kit,
                    setAside::add);
            assertThat(revision(store, CHAT)).isZero();
            isFull.set(true);
            assertThatThrownBy(() -> store(store, fresh(CHAT), 1)).hasStackTraceContaining("native thread");

            isFull.set(false);
            store(store, fresh(CHAT), 1);
            assertThat(revision(store, CHAT)).isEqualTo(1);
        }
    }

    @Test
    void aShortFaultIsSurvivedOnTheSchedulersTime() throws Exception {
        var manual = ActorTestKit.create(ManualTime.config());
        try (var single = Executors.newSingleThreadExecutor()) {
            var store = open(directory(), single, manual, setAside::add);
            revision(store, CHAT);
            blockDirectory();
            var write = store.upsertObject(ID, 1, fresh(CHAT), Ledger.TAG).toCompletableFuture();
            single.submit(() -> {}).get(60, TimeUnit.SECONDS);
            assertThat(write).isNotDone();

            Files.delete(directory());
            var time = ManualTime.get(manual.system());
            Awaitility.await().until(() -> {
                time.timePasses(Duration.ofMillis(50));
                return write.isDone();
            });
            await(write);
            assertThat(revision(store, CHAT)).isEqualTo(1);
        } finally {
            manual.shutdownTestKit();
        }
    }

    @Test
    void theCallerNeverWaitsForTheDisk() {
        var stuck = new CountDownLatch(1);
        for (var thread = 0; thread < 4; thread++) {
            disk.execute(() -> hold(stuck));
        }
        var store = open();
        var write = store.upsertObject(ID, 1, fresh(CHAT), Ledger.TAG).toCompletableFuture();
        var read = store.getObject(ID).toCompletableFuture();
        assertThat(write).isNotDone();
        assertThat(read).isNotDone();
        stuck.countDown();
        assertThat(await(read).revision()).isEqualTo(1);
    }

    private void blockDirectory() throws IOException {
        Files.delete(directory());
        Files.writeString(directory(), "in the way");
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
