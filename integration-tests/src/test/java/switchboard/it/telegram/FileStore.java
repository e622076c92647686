package switchboard.it.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files sent by anybody, by file id and by download path. Guarded by the lock of its {@link World}. */
final class FileStore {
    static final long MAX_DOWNLOAD = 20L << 20;

    /** @param size in bytes; may be more than the content, for files too big to keep */
    record StoredFile(String id, String path, FileContent content, long size) {
        /** The fields all of Telegram's file types share. */
        ObjectNode json() {
            return Json.object()
                    .put("file_id", id)
                    .put("file_unique_id", "u" + id)
                    .put("file_size", size);
        }
    }

    private final Map<String, StoredFile> files = new LinkedHashMap<>();

    StoredFile add(FileContent content, long size) {
        String id = "BQAC-" + (files.size() + 1);
        int dot = content.name().lastIndexOf('.');
        String ending = dot < 0 ? "" : content.name().substring(dot).replaceAll("[^.A-Za-z0-9]", "");
        StoredFile file = new StoredFile(id, "documents/file_" + (files.size() + 1) + ending, content, size);
        files.put(id, file);
        return file;
    }

    @Nullable
    StoredFile byId(String id) {
        return files.get(id);
    }

    @Nullable
    StoredFile byPath(String path) {
        return files.values().stream()
                .filter(f -> f.path().equals(path))
                .findFirst()
                .orElse(null);
    }
}
