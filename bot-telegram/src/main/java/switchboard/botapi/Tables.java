package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.StoredJson.QueuedUpdate;

/**
 * The tables of the chats' file: JSON by id. Ids that count up are padded, so that the tables are sorted by them. All methods
 * throw {@link org.h2.mvstore.MVStoreException} if the file is broken or the disk full.
 */
final class Tables implements AutoCloseable {
    private static final int COMPACTION_MILLIS = 2000;

    /** In bytes. Compacting a smaller file is not worth the time. */
    private static final long SMALL = 4L << 20;

    /** Small, because each edit of a message writes its page again. */
    private static final int PAGE_BYTES = 4096;

    private static final String NEXT_UPDATE = "update";
    private static final String LAST_FILE = "file";

    private final MVStore store;
    private final MVMap<String, String> chats;
    private final MVMap<String, String> messages;
    private final MVMap<String, String> updates;
    private final MVMap<String, String> files;
    private final MVMap<String, String> counters;

    private Tables(MVStore store) {
        this.store = store;
        chats = table("chats");
        messages = table("messages");
        updates = table("updates");
        files = table("files");
        counters = table("counters");
    }

    /** Opens an existing file. An empty one counts as new. */
    static Tables open(Path file) {
        // Without auto-commit there is no background thread: all that was committed has been written.
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .pageSplitSize(PAGE_BYTES)
                .open();
        try {
            return new Tables(store);
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            store.closeImmediately();
            throw broken;
        }
    }

    void put(StoredChat chat) {
        chats.put(key(chat.id), StoredJson.chat(chat).toString());
    }

    void put(StoredChat chat, StoredMessage message) {
        messages.put(
                key(chat.id) + '/' + key(message.id),
                StoredJson.message(message).toString());
    }

    /** Removes a message; its id stays taken. */
    void remove(StoredChat chat, long messageId) {
        put(chat);
        messages.remove(key(chat.id) + '/' + key(messageId));
    }

    void put(StoredFile file) {
        files.put(file.id(), StoredJson.file(file).toString());
    }

    /** Removes a file from the list; its number stays taken. */
    void remove(StoredFile file) {
        counters.put(LAST_FILE, String.valueOf(Math.max(lastFile(), file.number())));
        files.remove(file.id());
    }

    /** The highest number of the files that were removed. */
    long lastFile() {
        return Long.parseLong(counters.getOrDefault(LAST_FILE, "0"));
    }

    void put(QueuedUpdate queued) {
        long id = queued.update().path("update_id").asLong();
        updates.put(key(id), StoredJson.update(queued.update(), queued.at()).toString());
        counters.put(NEXT_UPDATE, String.valueOf(id + 1));
    }

    void removeUpdatesBelow(long id) {
        for (String first = updates.firstKey(); first != null && first.compareTo(key(id)) < 0; ) {
            updates.remove(first);
            first = updates.firstKey();
        }
    }

    /** The id of the next update; 0 = there was none yet. */
    long nextUpdate() {
        return Long.parseLong(counters.getOrDefault(NEXT_UPDATE, "0"));
    }

    /** All chats with their messages, oldest first. */
    List<StoredChat> chats() {
        var found = new TreeMap<String, StoredChat>();
        chats.forEach((key, json) -> found.put(key, StoredJson.chat(parsed(json))));
        messages.forEach((key, json) -> {
            StoredChat chat = found.get(key.substring(0, key.indexOf('/')));
            if (chat == null) {
                throw new IllegalArgumentException("message " + key + " is in no chat");
            }
            StoredMessage message = StoredJson.message(parsed(json));
            chat.put(message);
            chat.nextMessageId = Math.max(chat.nextMessageId, message.id + 1);
        });
        return new ArrayList<>(found.values());
    }

    List<QueuedUpdate> updates() {
        return updates.values().stream()
                .map(Tables::parsed)
                .map(StoredJson::update)
                .toList();
    }

    List<StoredFile> files() {
        return files.values().stream().map(Tables::parsed).map(StoredJson::file).toList();
    }

    /** Writes all changes or none. A crash of the machine may still lose them. */
    void commit() {
        store.commit();
    }

    /** Brings all that was committed to the disk. */
    void sync() {
        store.sync();
    }

    /** Makes a large file smaller if most of it is unused. Takes up to two seconds. */
    void compact() {
        store.commit();
        if (store.getFileStore().size() > SMALL && store.getFileStore().getChunksFillRate() < 50) {
            store.compactFile(COMPACTION_MILLIS);
        }
    }

    /** Closes a broken file without changing it. */
    void abandon() {
        store.closeImmediately();
    }

    @Override
    public void close() {
        store.close(COMPACTION_MILLIS);
    }

    private MVMap<String, String> table(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    private static JsonNode parsed(String json) {
        return Json.parse(json);
    }

    private static String key(long id) {
        return String.format("%019d", id);
    }
}
