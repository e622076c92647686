package switchboard.chat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.query.DurableStateChange;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.UpdatedDurableState;
import org.apache.pekko.persistence.query.javadsl.DurableStateStoreQuery;
import org.apache.pekko.persistence.state.DurableStateStoreProvider;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.javadsl.GetObjectResult;
import org.apache.pekko.stream.javadsl.Source;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import switchboard.model.ChatId;
import switchboard.model.ChatState;

/** A durable-state store in memory that keeps the serialized states, and fails or hangs on demand. */
public final class FlakyStore implements DurableStateUpdateStore<Object>, DurableStateStoreQuery<Object> {

    /** The plugin's id. */
    public static final String ID = "flaky-store";

    private record Stored(String json, long revision) {}

    private final ChatStateSerializer serializer = new ChatStateSerializer();
    private final Map<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final AtomicInteger failing = new AtomicInteger();
    private final AtomicInteger failingLate = new AtomicInteger();
    private final AtomicInteger failingToRead = new AtomicInteger();
    private final AtomicInteger failingToList = new AtomicInteger();
    private volatile Consumer<ChatState> witness = stored -> {};
    private volatile CompletableFuture<Done> gate = CompletableFuture.completedFuture(Done.getInstance());

    public static Config config() {
        return ConfigFactory.parseString(ID + ".class = \"" + Provider.class.getName() + "\"");
    }

    public static FlakyStore of(ActorSystem<?> system) {
        return DurableStateStoreRegistry.get(system).getDurableStateStoreFor(FlakyStore.class, ID);
    }

    /** The next so many upserts fail. */
    public void failNext(int upserts) {
        failing.set(upserts);
    }

    /** The next so many reads fail. */
    public void failNextReading(int reads) {
        failingToRead.set(reads);
    }

    /** How many of those are to come. */
    public int failuresLeft() {
        return failing.get();
    }

    /** The next so many upserts are made and fail all the same: nobody knows that they were made. */
    public void failLateNext(int upserts) {
        failingLate.set(upserts);
    }

    /** The next so many listings fail. */
    public void failNextListing(int listings) {
        failingToList.set(listings);
    }

    /** Is told each state at the moment in which it is stored. */
    public void witness(Consumer<ChatState> ear) {
        witness = ear;
    }

    /** The upserts that hang are lost, as when the host is killed. */
    public void lose() {
        gate.completeExceptionally(new IllegalStateException("killed, as the test wants it"));
        gate = CompletableFuture.completedFuture(Done.getInstance());
    }

    /** Upserts hang from now on, until {@link #release}. */
    public void hold() {
        if (gate.isDone()) {
            gate = new CompletableFuture<>();
        }
    }

    /** Whether one does. */
    public boolean isHolding() {
        return gate.getNumberOfDependents() > 0;
    }

    public void release() {
        gate.complete(Done.getInstance());
    }

    /** Forgets all, and works again. */
    public void clear() {
        objects.clear();
        failing.set(0);
        failingLate.set(0);
        witness = stored -> {};
        release();
    }

    public Optional<ChatState> state(ChatId chat) {
        return Optional.ofNullable(objects.get(Ledger.persistenceId(chat).id())).map(this::read);
    }

    /** Puts a state there as if it had been stored long ago. */
    public void put(ChatState state) {
        objects.put(Ledger.persistenceId(state.id()).id(), new Stored(json(state), 1));
    }

    @Override
    public CompletionStage<GetObjectResult<Object>> getObject(String persistenceId) {
        if (takes(failingToRead)) {
            return CompletableFuture.failedStage(new IllegalStateException("the disk is gone, as the test wants it"));
        }
        var found = objects.get(persistenceId);
        return CompletableFuture.completedStage(
                found == null
                        ? new GetObjectResult<>(Optional.empty(), 0)
                        : new GetObjectResult<>(Optional.of(read(found)), found.revision()));
    }

    @Override
    public CompletionStage<Done> upsertObject(String persistenceId, long revision, Object value, String tag) {
        if (takes(failing)) {
            return CompletableFuture.failedStage(new IllegalStateException("the disk is full, as the test wants it"));
        }
        var json = json(value);
        return gate.thenApply(open -> {
            var before = objects.get(persistenceId);
            if (revision != (before == null ? 0 : before.revision()) + 1) {
                throw new IllegalStateException("revision " + revision + " does not follow");
            }
            var stored = new Stored(json, revision);
            objects.put(persistenceId, stored);
            witness.accept((ChatState) value);
            if (takes(failingLate)) {
                throw new IllegalStateException("the disk is slow to tell, as the test wants it");
            }
            return open;
        });
    }

    @Override
    @Deprecated
    public CompletionStage<Done> deleteObject(String persistenceId) {
        throw new UnsupportedOperationException("delete with a revision");
    }

    @Override
    public CompletionStage<Done> deleteObject(String persistenceId, long revision) {
        objects.remove(persistenceId);
        return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public Source<DurableStateChange<Object>, NotUsed> currentChanges(String tag, Offset offset) {
        if (failingToList.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Source.failed(new IllegalStateException("the store cannot list, as the test wants it"));
        }
        var changes = objects.entrySet().stream()
                .map(each -> (DurableStateChange<Object>) new UpdatedDurableState<Object>(
                        each.getKey(), each.getValue().revision(), read(each.getValue()), offset, 0))
                .toList();
        return Source.from(changes);
    }

    @Override
    public Source<DurableStateChange<Object>, NotUsed> changes(String tag, Offset offset) {
        return Source.empty();
    }

    private static boolean takes(AtomicInteger count) {
        return count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private String json(Object state) {
        return new String(serializer.toBinary(state), StandardCharsets.UTF_8);
    }

    private ChatState read(Stored stored) {
        try {
            return (ChatState) serializer.fromBinary(stored.json().getBytes(StandardCharsets.UTF_8), "v1");
        } catch (NotSerializableException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** What the configuration names. */
    public static final class Provider implements DurableStateStoreProvider {

        private final FlakyStore store = new FlakyStore();

        @Override
        public FlakyStore javadslDurableStateStore() {
            return store;
        }

        @Override
        public org.apache.pekko.persistence.state.scaladsl.DurableStateUpdateStore<Object> scaladslDurableStateStore() {
            return new ForScala(store);
        }
    }

    /** The face that Pekko itself calls. */
    private record ForScala(FlakyStore store)
            implements org.apache.pekko.persistence.state.scaladsl.DurableStateUpdateStore<Object> {

        @Override
        public Future<org.apache.pekko.persistence.state.scaladsl.GetObjectResult<Object>> getObject(String id) {
            return FutureConverters.asScala(store.getObject(id).thenApply(GetObjectResult::toScala));
        }

        @Override
        public Future<Done> upsertObject(String id, long revision, Object value, String tag) {
            return FutureConverters.asScala(store.upsertObject(id, revision, value, tag));
        }

        @Override
        @Deprecated
        public Future<Done> deleteObject(String id) {
            throw new UnsupportedOperationException(List.of("delete", id).toString());
        }

        @Override
        public Future<Done> deleteObject(String id, long revision) {
            return FutureConverters.asScala(store.deleteObject(id, revision));
        }
    }
}
