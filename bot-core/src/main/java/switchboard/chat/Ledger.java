package switchboard.chat;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.javadsl.GetObjectResult;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.model.ChatState;

/**
 * Keeps the newest state of one chat in the host's durable-state store: one write at a time, repeated until it succeeds, fenced
 * by the store's revision. Stops if another writer has changed the stored state.
 *
 * <p>{@code opening -> idle <-> writing <-> (pausing -> reading)}
 */
public final class Ledger {

    /** All chats carry this tag; by it they are listed. */
    public static final String TAG = "chat";

    /** To the ledger. */
    sealed interface Command {}

    /** Keep this state. Only the newest is written, so a number may be skipped. */
    record Keep(long number, ChatState state) implements Command {}

    private record Read(
            @Nullable GetObjectResult<Object> found,
            @Nullable Throwable failure) implements Command {}

    private record Written(@Nullable Throwable failure) implements Command {}

    private record Again() implements Command {}

    /** To the chat. */
    sealed interface Event {}

    /** What was stored before; comes once, first. */
    record Opened(Optional<ChatState> state, long revision) implements Event {}

    /** This state is stored, and no earlier one will be. */
    record Kept(long number, long revision) implements Event {}

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final String id;
    private final DurableStateUpdateStore<Object> store;
    private final ActorRef<Event> chat;
    private long revision;
    private @Nullable Keep newest;

    /** What is being written, or was when the write failed; null while idle. */
    private @Nullable Keep writing;

    private Duration pause = FIRST_PAUSE;
    private boolean failing;

    private Ledger(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            String id,
            DurableStateUpdateStore<Object> store,
            ActorRef<Event> chat) {
        this.ctx = ctx;
        this.timers = timers;
        this.id = id;
        this.store = store;
        this.chat = chat;
    }

    /** Under which a chat's state is stored. */
    public static PersistenceId persistenceId(ChatId id) {
        return PersistenceId.of("Chat", id.toString());
    }

    /**
     * Makes a ledger, which reads what is stored.
     *
     * @param plugin the durable-state plugin's id; empty for the system's default
     */
    static Behavior<Command> create(ChatId id, String plugin, ActorRef<Event> chat) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            @SuppressWarnings("unchecked") // what this class writes is all that is read
            DurableStateUpdateStore<Object> store = DurableStateStoreRegistry.get(ctx.getSystem())
                    .getDurableStateStoreFor(DurableStateUpdateStore.class, plugin);
            var ledger = new Ledger(ctx, timers, persistenceId(id).id(), store, chat);
            ledger.read();
            return ledger.opening();
        }));
    }

    private Behavior<Command> opening() {
        return Behaviors.receive(Command.class)
                .onMessage(Read.class, this::onOpened)
                .onMessage(Again.class, again -> {
                    read();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> onOpened(Read read) {
        if (read.found() == null) {
            pause("read", read.failure());
            return Behaviors.same();
        }
        works();
        revision = read.found().revision();
        chat.tell(new Opened(read.found().value().map(ChatState.class::cast), revision));
        return Behaviors.receiveMessage(this::onMessage);
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Keep keep -> {
                newest = keep;
                if (writing == null) {
                    write();
                }
            }
            case Written written -> onWritten(written.failure());
            case Again again -> read();
            case Read read -> {
                return onReadAgain(read);
            }
        }
        return Behaviors.same();
    }

    private void onWritten(@Nullable Throwable failure) {
        if (failure != null) {
            pause("store", failure);
        } else {
            onKept();
        }
    }

    /** A write that has failed may have been made all the same. */
    private Behavior<Command> onReadAgain(Read read) {
        var attempted = Objects.requireNonNull(writing);
        if (read.found() == null) {
            pause("read", read.failure());
        } else if (read.found().revision() == revision) {
            write();
        } else if (read.found().revision() == revision + 1
                && read.found().value().filter(attempted.state()::equals).isPresent()) {
            onKept();
        } else {
            ctx.getLog().error("{}: another writer has changed the stored state; the chat begins again with it", id);
            return Behaviors.stopped();
        }
        return Behaviors.same();
    }

    private void onKept() {
        works();
        revision++;
        var kept = Objects.requireNonNull(writing);
        writing = null;
        chat.tell(new Kept(kept.number(), revision));
        if (Objects.requireNonNull(newest).number() > kept.number()) {
            write();
        }
    }

    private void write() {
        var next = Objects.requireNonNull(newest);
        writing = next;
        ctx.pipeToSelf(
                attempt(() -> store.upsertObject(id, revision + 1, next.state(), TAG)),
                (done, failure) -> new Written(failure));
    }

    private void read() {
        ctx.pipeToSelf(attempt(() -> store.getObject(id)), Read::new);
    }

    /** Of failures that follow each other the log has the first. */
    private void pause(String what, @Nullable Throwable failure) {
        if (!failing) {
            ctx.getLog().error("{}: cannot {} the chat's state; trying again until it works", id, what, failure);
        }
        failing = true;
        timers.startSingleTimer(new Again(), pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private void works() {
        if (failing) {
            ctx.getLog().info("{}: the chat's state is stored again", id);
        }
        failing = false;
        pause = FIRST_PAUSE;
    }

    private interface Attempt<T> {
        CompletionStage<T> get();
    }

    private static <T> CompletionStage<T> attempt(Attempt<T> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }
}
