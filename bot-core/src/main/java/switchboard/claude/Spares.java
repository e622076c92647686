package switchboard.claude;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.model.SessionId;

/**
 * The spare processes of an engine, one a directory. A session that is about to begin claims the id of one in its directory, stores
 * that id as its own, and then takes the process over. Thread-safe; does not block.
 */
final class Spares {

    private final Map<Path, SpareProcess> ready = new HashMap<>();
    private final Map<SessionId, SpareProcess> claimed = new HashMap<>();
    private @Nullable ActorRef<? super SpareKeeper.Begun> keeper;

    /** Tells this actor of all sessions that begin. */
    synchronized void keptBy(ActorRef<? super SpareKeeper.Begun> actor) {
        keeper = actor;
    }

    synchronized void add(SpareProcess spare) {
        ready.put(spare.directory(), spare);
    }

    /** Claims the spare process of a directory for a session that begins there. Returns its id; empty if none is ready. */
    synchronized Optional<SessionId> claim(Path directory) {
        var spare = ready.remove(directory);
        if (spare != null) {
            claimed.put(spare.session(), spare);
        }
        if (keeper != null) {
            keeper.tell(new SpareKeeper.Begun(directory, spare));
        }
        return Optional.ofNullable(spare).map(SpareProcess::session);
    }

    /** Hands out the spare process that a session has claimed. Returns null if it has claimed none, or has it already. */
    synchronized @Nullable SpareProcess take(SessionId session) {
        return claimed.remove(session);
    }

    synchronized boolean has(Path directory) {
        return ready.containsKey(directory);
    }

    /** Nobody can claim it any more. Returns whether nobody has. */
    synchronized boolean withdraw(SpareProcess spare) {
        return ready.remove(spare.directory(), spare);
    }

    /** Who has claimed it does not get it any more. */
    synchronized void forget(SpareProcess spare) {
        claimed.remove(spare.session());
    }
}
