package switchboard.claude.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;

/** Keeps trust in memory. A subclass can make it permanent with {@link #changed}. Thread-safe. */
class MemoryTrustStore implements TrustStore {

    /** The most notes of what chats were told. Beyond that the oldest are forgotten, so these chats are told again. */
    static final int MOST_TOLD = 1_000;

    private final Map<Path, Grant> grants = new LinkedHashMap<>();
    private final Map<String, String> told = new LinkedHashMap<>();

    @Override
    public final synchronized List<Grant> grants() {
        return List.copyOf(grants.values());
    }

    @Override
    public final synchronized void put(Grant grant) throws IOException {
        var before = grants.put(grant.directory(), grant);
        keep(() -> restore(grants, grant.directory(), before));
    }

    @Override
    public final synchronized void remove(Path directory) throws IOException {
        var before = grants.remove(directory);
        if (before != null) {
            keep(() -> grants.put(directory, before));
        }
    }

    @Override
    public final synchronized boolean tellOnce(ChatId chat, Path directory, String hash) throws IOException {
        var key = chat + " " + directory;
        var before = told.remove(key);
        told.put(key, hash);
        if (hash.equals(before)) {
            return false;
        }
        if (told.size() > MOST_TOLD) {
            told.remove(told.keySet().iterator().next());
        }
        keep(() -> restore(told, key, before));
        return true;
    }

    /** Keeps a change, or undoes it if that fails. */
    private void keep(Runnable undo) throws IOException {
        try {
            changed(new ArrayList<>(grants.values()), new LinkedHashMap<>(told));
        } catch (IOException | RuntimeException notKept) {
            undo.run();
            throw notKept;
        }
    }

    private static <K, T> void restore(Map<K, T> map, K key, @Nullable T before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }

    /** Loads the trust that was kept before. */
    final synchronized void load(List<Grant> kept, Map<String, String> before) {
        kept.forEach(grant -> grants.put(grant.directory(), grant));
        told.putAll(before);
    }

    /** Makes a change permanent. Calls do not overlap. */
    void changed(List<Grant> allGrants, Map<String, String> allTold) throws IOException {}
}
