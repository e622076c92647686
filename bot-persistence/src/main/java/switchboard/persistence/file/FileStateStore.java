package switchboard.persistence.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.persistence.query.DurableStateChange;
import org.apache.pekko.persistence.query.NoOffset;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.UpdatedDurableState;
import org.apache.pekko.persistence.query.javadsl.DurableStateStoreQuery;
import org.apache.pekko.persistence.state.exception.DeleteRevisionException;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.javadsl.GetObjectResult;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContextExecutor;
import switchboard.chat.IdentifiedStore;
import switchboard.chat.Ledger;
import switchboard.chat.SessionSetAside;
import switchboard.model.ChatId;
import switchboard.model.ChatState;

/**
 * The durable-state store over session files. It keeps chats ({@code Chat|<ChatId>}, {@link ChatState}) and nothing else. All I/O
 * runs on the given dispatcher, for each chat in the order asked. I/O that fails is tried three times, 50 ms apart; then the
 * future fails with one sentence that names the file and the cause. Once an upsert is done, it is on the disk.
 */
public final class FileStateStore
        implements DurableStateUpdateStore<Object>, DurableStateStoreQuery<Object>, IdentifiedStore {

    /** The plugin's id, to look the store up in Pekko's {@code DurableStateStoreRegistry}. */
    public static final String ID = "switchboard.persistence.file";

    private static final Logger LOG = LoggerFactory.getLogger(FileStateStore.class);
    private static final int RETRIES = 2;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final int BATCH = 256;
    private static final int BATCHES_AT_ONCE = 4;

    /** Work on a chat's file, which blocks. */
    private interface Work<T> {
        T on(ChatId id) throws IOException;
    }

    private interface Step {
        void on(ChatId id) throws IOException;
    }

    private record Glance(ChatId id, Optional<SessionFiles.Stored> found) {}

    private final String identity;
    private final SessionFiles files;
    private final ExecutionContextExecutor dispatcher;
    private final Scheduler scheduler;
    private final CompletionStage<Done> opened;

    /** The latest work for each chat. The next work waits for it. */
    private final Map<ChatId, CompletionStage<?>> last = new ConcurrentHashMap<>();

    private final Consumer<SessionSetAside> onSetAside;

    FileStateStore(
            Path directory,
            String identity,
            ExecutionContextExecutor dispatcher,
            Scheduler scheduler,
            Clock clock,
            Consumer<SessionSetAside> onSetAside) {
        this.identity = identity;
        this.onSetAside = onSetAside;
        this.files = new SessionFiles(directory, clock);
        this.dispatcher = dispatcher;
        this.scheduler = scheduler;
        this.opened = withRetries("open", directory, () -> {
                    files.open();
                    return Done.getInstance();
                })
                .exceptionally(failure -> {
                    LOG.error("{}", unwrap(failure).getMessage());
                    return Done.getInstance();
                });
    }

    @Override
    public String identity() {
        return identity;
    }

    /** The state of a chat; empty at revision 0 if there is none, or if its file was broken and has been set aside. */
    @Override
    public CompletionStage<GetObjectResult<Object>> getObject(String persistenceId) {
        return inOrder(
                persistenceId,
                "read",
                id -> load(id).map(
                                stored -> new GetObjectResult<Object>(Optional.of(stored.state()), stored.revision()))
                        .orElseGet(() -> new GetObjectResult<>(Optional.empty(), 0)));
    }

    /**
     * Stores a chat's state.
     *
     * @param revision the stored revision plus 1; otherwise the future fails with {@link IllegalStateException}
     * @param tag not kept: all chats have {@link Ledger#TAG}
     */
    @Override
    public CompletionStage<Done> upsertObject(String persistenceId, long revision, Object value, String tag) {
        return inOrder(
                persistenceId,
                "write",
                checked(
                        id -> {
                            if (!(value instanceof ChatState state)
                                    || !state.id().equals(id)) {
                                throw new IllegalArgumentException(
                                        "Not a state of chat " + id + ": " + value.getClass());
                            }
                            files.checkFollows(id, revision);
                        },
                        id -> files.write((ChatState) value, revision)));
    }

    @Override
    @Deprecated
    public CompletionStage<Done> deleteObject(String persistenceId) {
        return inOrder(persistenceId, "delete", checked(id -> {}, files::delete));
    }

    /**
     * Deletes a chat's file and texts.
     *
     * @param revision the stored revision (as databases want it) or the next one (as Pekko's own delete gives it); otherwise the
     *     future fails with {@link DeleteRevisionException}
     */
    @Override
    public CompletionStage<Done> deleteObject(String persistenceId, long revision) {
        return inOrder(persistenceId, "delete", checked(id -> files.checkDeletable(id, revision), files::delete));
    }

    /**
     * Lists every chat once as an {@link UpdatedDurableState}, in no order. It logs and leaves out files that cannot be read.
     *
     * @param offset {@link NoOffset}, because files keep no history
     */
    @Override
    public Source<DurableStateChange<Object>, NotUsed> currentChanges(String tag, Offset offset) {
        if (!offset.equals(NoOffset.getInstance())) {
            return Source.failed(new UnsupportedOperationException(
                    "Session files keep no history: list them with NoOffset, not from " + offset + "."));
        }
        if (!tag.equals(Ledger.TAG)) {
            return Source.empty();
        }
        return Source.single(files.directory())
                .mapAsync(1, directory -> opened.thenCompose(done -> withRetries("list", directory, files::list)))
                .mapConcat(chats -> chats)
                .grouped(BATCH)
                .mapAsync(BATCHES_AT_ONCE, batch -> CompletableFuture.supplyAsync(() -> glance(batch), dispatcher))
                .mapConcat(glances -> glances)
                .mapAsync(1, this::change)
                .mapConcat(found -> found);
    }

    @Override
    public Source<DurableStateChange<Object>, NotUsed> changes(String tag, Offset offset) {
        return Source.failed(new UnsupportedOperationException(
                "Session files cannot be followed as they change: use currentChanges, or a database plugin."));
    }

    /** Reads many files at once without waiting for their chats' work. A file that cannot be read may be changing just now. */
    private List<Glance> glance(List<ChatId> batch) {
        return batch.stream()
                .map(id -> {
                    try {
                        return new Glance(id, files.read(id));
                    } catch (IOException changing) {
                        LOG.debug("Chat {} is read again in its turn", id, changing);
                        return new Glance(id, Optional.empty());
                    }
                })
                .toList();
    }

    private CompletionStage<List<DurableStateChange<Object>>> change(Glance glance) {
        var id = glance.id();
        var found = glance.found().isPresent()
                ? CompletableFuture.completedStage(glance.found())
                : inOrder(id, "read", this::load);
        return found.thenApply(
                        now -> now.map(stored -> change(id, stored)).stream().toList())
                .exceptionally(failure -> {
                    LOG.error("Chat {} is not listed. {}", id, unwrap(failure).getMessage());
                    return List.of();
                });
    }

    private static DurableStateChange<Object> change(ChatId id, SessionFiles.Stored stored) {
        return new UpdatedDurableState<>(
                Ledger.persistenceId(id).id(),
                stored.revision(),
                stored.state(),
                NoOffset.getInstance(),
                stored.savedAt().toEpochMilli());
    }

    private Optional<SessionFiles.Stored> load(ChatId id) throws IOException {
        try {
            return files.read(id);
        } catch (BrokenSessionException broken) {
            onSetAside.accept(new SessionSetAside(id, files.setAside(id, broken)));
            return Optional.empty();
        }
    }

    /**
     * Work that begins with a check. A retry skips a check that has passed, or it would take half-done work for another writer's.
     */
    private static Work<Done> checked(Step check, Step work) {
        var passed = new AtomicBoolean();
        return id -> {
            if (!passed.get()) {
                check.on(id);
                passed.set(true);
            }
            work.on(id);
            return Done.getInstance();
        };
    }

    private <T> CompletionStage<T> inOrder(String persistenceId, String verb, Work<T> work) {
        return chat(persistenceId)
                .map(id -> inOrder(id, verb, work))
                .orElseGet(() -> CompletableFuture.failedStage(
                        new IllegalArgumentException("Session files keep chats only, not " + persistenceId + ".")));
    }

    private <T> CompletionStage<T> inOrder(ChatId id, String verb, Work<T> work) {
        var result = new CompletableFuture<T>();
        var before = last.put(id, result);
        (before == null ? opened : before)
                .handle((done, failed) -> Done.getInstance())
                .thenCompose(next -> withRetries(verb, files.of(id), () -> work.on(id)))
                .whenComplete((value, failure) -> {
                    last.remove(id, result);
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(unwrap(failure));
                    }
                });
        return result;
    }

    private <T> CompletionStage<T> withRetries(String verb, Path file, Callable<T> work) {
        return withRetries(work, RETRIES)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(
                        unwrap(failure) instanceof IOException fault
                                ? FileFault.explain(verb, file, fault)
                                : unwrap(failure)));
    }

    private <T> CompletionStage<T> withRetries(Callable<T> work, int retries) {
        return CompletableFuture.supplyAsync(() -> run(work), dispatcher)
                .exceptionallyCompose(failure -> retries > 0 && unwrap(failure) instanceof IOException
                        ? Patterns.after(BETWEEN_TRIES, scheduler, dispatcher, () -> withRetries(work, retries - 1))
                        : CompletableFuture.failedStage(failure));
    }

    private static <T> T run(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception fault) {
            throw new CompletionException(fault);
        }
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : failure;
    }

    private static Optional<ChatId> chat(String persistenceId) {
        return ChatId.parse(persistenceId.substring(persistenceId.indexOf('|') + 1))
                .filter(id -> Ledger.persistenceId(id).id().equals(persistenceId));
    }
}
