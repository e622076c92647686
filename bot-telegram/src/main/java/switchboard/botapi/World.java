package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.FileStore.StoredFile;

/**
 * What Telegram knows about one bot: chats with their messages, files, menus, open button presses and updates not yet
 * fetched. One lock guards all of it; whoever changes something {@link #tell}s it, and listeners hear it in order.
 */
public final class World implements AutoCloseable {
    /** Hears every change of a world. */
    @FunctionalInterface
    public interface Listener {
        /** Hears a change, under the world's lock: it must neither block nor change the world. */
        void happened(Happening happening);

        /** What was told since the last time is whole. Under the lock; must not wait for a disk. */
        default void settled() {}

        /** Returns when all that was told outlives a crash of the machine. Called without the lock; may block. */
        default void persisted() {}
    }

    /** A button press. */
    public record Query(String id, long chatId, Instant at) {}

    final Clock clock;
    final User bot;
    final UpdateQueue updates = new UpdateQueue();
    final FileStore files;
    final CommandMenus menus = new CommandMenus();
    final Presses presses = new Presses();
    final LongPoll poll = new LongPoll(this);

    /** Whether private chats have topics. */
    boolean threadedMode;

    /** Where a webhook was set by somebody else; empty = none. */
    String webhook = "";

    /** No chat that a person opens has a lower id. */
    private long firstChatId = 1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, StoredChat> chats = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
    private boolean unsettled;

    public World(Clock clock, User bot, FileStore files) {
        this.clock = clock;
        this.bot = bot;
        this.files = files;
    }

    public User bot() {
        return bot;
    }

    public FileStore files() {
        return files;
    }

    /** Listens from now on, after those who came before. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    public void forget(Listener listener) {
        listeners.remove(listener);
    }

    /** Whether private chats opened from now on have topics. */
    public void threadedMode(boolean on) {
        locked(() -> threadedMode = on);
    }

    /** Somebody else sets a webhook: until the bot deletes it, asking for updates is refused. */
    public void webhook(String url) {
        locked(() -> webhook = url);
    }

    /** How many updates the bot has not confirmed. */
    public int pendingUpdates() {
        return locked(updates::size);
    }

    /** Reads or changes under the lock; others see all of it or nothing. */
    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            release();
        }
    }

    /** Changes something that must not be lost: when this returns, it is persisted. */
    <T> T lasting(Supplier<T> work) {
        T result = locked(work);
        if (!lock.isHeldByCurrentThread()) {
            listeners.forEach(Listener::persisted);
        }
        return result;
    }

    /** Ends a waiting poll, which gets no updates. */
    @Override
    public void close() {
        locked(() -> {
            poll.close();
            return this;
        });
    }

    /** The chat of an id; null if the bot never met it. */
    public @Nullable StoredChat chat(long id) {
        return locked(() -> chats.get(id));
    }

    /** All chats, oldest first. */
    public List<StoredChat> chats() {
        return locked(() -> new ArrayList<>(chats.values()));
    }

    /** Keeps a file of a person, for good, and lists it. Called without the lock: it waits for the disk. */
    public StoredFile addFile(FileContent content, long size) {
        StoredFile file = files.keep(content, size);
        files.sync(file);
        return locked(() -> {
            list(file);
            return file;
        });
    }

    /** Lists a file that was kept, unless it is listed. */
    void list(StoredFile file) {
        if (files.byId(file.id()) == null) {
            files.list(file);
            tell(new Happening.FileAdded(file));
        }
    }

    /** Puts what was stored in place; tells nobody. */
    void restore(Collection<StoredChat> stored) {
        stored.forEach(chat -> chats.put(chat.id, chat));
    }

    /**
     * Begins with ids that no world of this clock had before: what was heard of an earlier one, its sessions and the last
     * update seen, must not be taken for this one's. They count from the second, which is an int until 2038.
     */
    void beginAnew() {
        firstChatId = now().getEpochSecond();
        updates.goOnFrom(firstChatId);
    }

    /** The id of the next chat that a person opens. */
    long nextChatId() {
        return Math.max(
                firstChatId,
                chats.keySet().stream().mapToLong(id -> id + 1).max().orElse(firstChatId));
    }

    /** Opens a chat, or returns it if it is there. */
    StoredChat open(long id, String type, String title) {
        return chats.computeIfAbsent(id, key -> new StoredChat(id, type, title, 100L * (chats.size() + 1) + 1));
    }

    void delete(StoredChat chat, StoredMessage message) {
        chat.remove(message.id);
        tell(new Happening.MessageDeleted(chat, message.id));
    }

    /** Deletes what is older than the messages that a chat keeps. */
    void forgetOldest(StoredChat chat) {
        for (StoredMessage old = chat.surplus(); old != null; old = chat.surplus()) {
            delete(chat, old);
        }
    }

    void tell(Happening happening) {
        unsettled = true;
        listeners.forEach(listener -> listener.happened(happening));
        if (happening instanceof Happening.MessageChanged changed) {
            forgetOldest(changed.chat());
        }
    }

    /** Does something once the lock is free, as soon as possible. */
    void afterwards(Runnable work) {
        afterwards.add(work);
    }

    /** Queues an update unless the bot does not want its kind. */
    void push(String kind, ObjectNode content) {
        ObjectNode update = updates.add(kind, content, now());
        if (update != null) {
            tell(new Happening.UpdateQueued(update, now()));
            poll.queued();
        }
    }

    /** The updates from an offset on, oldest first; those below it are confirmed. */
    List<ObjectNode> take(long offset, int limit) {
        return confirming(() -> updates.take(offset, limit, now()));
    }

    void dropUpdates() {
        confirming(() -> {
            updates.clear();
            return updates;
        });
    }

    private <T> T confirming(Supplier<T> work) {
        long before = updates.confirmedBelow();
        T result = work.get();
        if (updates.confirmedBelow() != before) {
            tell(new Happening.UpdatesConfirmed(updates.confirmedBelow()));
        }
        return result;
    }

    /** The time by its clock. */
    public Instant now() {
        return clock.instant();
    }

    /** How long ago, by the world's clock. */
    Duration since(Instant then) {
        return Duration.between(then, now());
    }

    private void release() {
        List<Runnable> due = List.of();
        try {
            if (lock.getHoldCount() == 1) {
                poll.look();
                due = List.copyOf(afterwards);
                afterwards.clear();
                settle();
            }
        } finally {
            lock.unlock();
            due.forEach(Runnable::run);
        }
    }

    private void settle() {
        if (unsettled) {
            unsettled = false;
            listeners.forEach(Listener::settled);
        }
    }
}
