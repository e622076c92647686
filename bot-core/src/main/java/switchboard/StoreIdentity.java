package switchboard;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import switchboard.chat.IdentifiedStore;

/**
 * The identity of the store that keeps an engine's chats; it marks the Claude processes of that engine. It is random and kept in
 * the store itself. So the next run of a killed host, and nobody else, finds the processes left behind, whatever the paths are
 * called.
 */
public final class StoreIdentity {

    /** A store that has no identity of its own keeps one under this id, as a string. */
    static final String PERSISTENCE_ID = "Switchboard|identity";

    private static final String NO_TAG = "";

    /** The identities that engines of this JVM use. */
    private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

    private StoreIdentity() {}

    /** The settings with the store's identity in them, unless they name one. Fails if the store cannot be read. */
    public static CompletionStage<EngineSettings> identified(ActorSystem<?> system, EngineSettings settings) {
        var claude = settings.claude();
        if (!claude.store().isEmpty()) {
            return CompletableFuture.completedFuture(settings);
        }
        return of(system, settings.pluginOf(system))
                .thenApply(identity -> settings.withClaude(claude.withStore(identity)));
    }

    private static CompletionStage<String> of(ActorSystem<?> system, String plugin) {
        DurableStateUpdateStore<?> store =
                DurableStateStoreRegistry.get(system).getDurableStateStoreFor(DurableStateUpdateStore.class, plugin);
        return store instanceof IdentifiedStore known
                ? CompletableFuture.completedFuture(known.identity())
                : kept(store);
    }

    @SuppressWarnings("unchecked") // a store takes any value that can be serialized
    private static CompletionStage<String> kept(DurableStateUpdateStore<?> store) {
        var values = (DurableStateUpdateStore<Object>) store;
        return values.getObject(PERSISTENCE_ID).thenCompose(found -> {
            Optional<Object> value = found.value();
            if (value.isPresent()) {
                return CompletableFuture.completedFuture(value.get().toString());
            }
            var made = UUID.randomUUID().toString();
            return values.upsertObject(PERSISTENCE_ID, found.revision() + 1, made, NO_TAG)
                    .thenApply(done -> made);
        });
    }

    /**
     * Takes a store for one engine, until {@link #release}.
     *
     * @throws IllegalStateException with one sentence for a person, if another engine of this JVM has it
     */
    static void hold(String identity) {
        if (!HELD.add(identity)) {
            throw new IllegalStateException(
                    "Another engine in this JVM runs on the same store: stop it first, or give this"
                            + " one a store of its own (switchboard.state-plugin). Two on one store would run every chat twice.");
        }
    }

    static void release(String identity) {
        HELD.remove(identity);
    }
}
