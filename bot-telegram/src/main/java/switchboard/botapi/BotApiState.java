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
 * Everything that Telegram knows about one bot: chats with their messages, files, menus, open button presses and updates not yet
 * fetched. One lock guards all of it. Listeners receive every change, in order ({@link #tell}).
 */
public final class BotApiState implements AutoCloseable {
    /** Receives every change. */
    @FunctionalInterface
    public interface Listener {
        /** Receives a change, under the state's lock: it must neither block nor change the state. */
        void onEvent(BotApiEvent event);

        /** The changes since the last call are complete. Under the lock; must not wait for a disk. */
        default void settled() {}

        /** Returns when all changes so far survive a crash of the machine. Called without the lock; may block. */
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

    /** The lowest id for a chat that a person opens. */
    private long firstChatId = 1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, StoredChat> chats = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
    private boolean unsettled;

    public BotApiState(Clock clock, User bot, FileStore files) {
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

    /** Adds a listener after the existing ones. */
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

    /** Reads or changes something under the lock. Others see all of the change or nothing. */
    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            release();
        }
    }

    /** Changes something that must not be lost; returns when it is persisted. */
    <T> T lasting(Supplier<T> work) {
        T result = locked(work);
        if (!lock.isHeldByCurrentThread()) {
            listeners.forEach(Listener::persisted);
        }
        return result;
    }

    /** Ends a waiting poll, which returns no updates. */
    @Override
    public void close() {
        locked(() -> {
            poll.close();
            return this;
        });
    }

    /** The chat with this id; null if the bot has never seen it. */
    public @Nullable StoredChat chat(long id) {
        return locked(() -> chats.get(id));
    }

    /** All chats, oldest first. */
    public List<StoredChat> chats() {
        return locked(() -> new ArrayList<>(chats.values()));
    }

    /** Stores a file of a person and lists it. Called without the lock, because it waits for the disk. */
    public StoredFile addFile(FileContent content, long size) {
        StoredFile file = files.keep(content, size);
        files.sync(file);
        return locked(() -> {
            list(file);
            return file;
        });
    }

    /** Lists a kept file, unless it is listed already. */
    void list(StoredFile file) {
        if (files.byId(file.id()) == null) {
            files.list(file);
            tell(new BotApiEvent.FileAdded(file));
            files.surplus().ifPresent(this::forget);
        }
    }

    /** Deletes a file and, while all together are still too large, the next oldest. A message that names it stays. */
    private void forget(StoredFile file) {
        files.unlist(file);
        tell(new BotApiEvent.FileRemoved(file));
        afterwards(() -> files.delete(file));
        files.surplus().ifPresent(this::forget);
    }

    /** Adds stored chats without notifying listeners. */
    void restore(Collection<StoredChat> stored) {
        stored.forEach(chat -> chats.put(chat.id, chat));
    }

    /**
     * Begins with ids that no earlier state of this clock has used. Otherwise sessions of an earlier state, and the last update
     * that the bot has seen of it, could be taken for this state's. Ids count from the current second, which is an int until
     * 2038.
     */
    void beginWithNewIds() {
        firstChatId = now().getEpochSecond();
        updates.continueFrom(firstChatId);
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
        tell(new BotApiEvent.MessageDeleted(chat, message.id));
    }

    /** Deletes the oldest messages beyond those that a chat keeps. */
    void forgetOldest(StoredChat chat) {
        for (StoredMessage old = chat.surplus(); old != null; old = chat.surplus()) {
            delete(chat, old);
        }
    }

    void tell(BotApiEvent event) {
        unsettled = true;
        listeners.forEach(listener -> listener.onEvent(event));
        if (event instanceof BotApiEvent.MessageChanged changed) {
            forgetOldest(changed.chat());
        }
    }

    /** Runs something as soon as the lock is free. */
    void afterwards(Runnable work) {
        afterwards.add(work);
    }

    /** Queues an update unless the bot does not want its kind. */
    void push(String kind, ObjectNode content) {
        ObjectNode update = updates.add(kind, content, now());
        if (update != null) {
            tell(new BotApiEvent.UpdateQueued(update, now()));
            poll.queued();
        }
    }

    /** The updates from an offset on, oldest first; those below it are confirmed. */
    List<ObjectNode> take(long offset, int limit) {
        long before = updates.confirmedBelow();
        List<ObjectNode> taken = updates.take(offset, limit, now());
        if (updates.confirmedBelow() != before) {
            tell(new BotApiEvent.UpdatesConfirmed(updates.confirmedBelow()));
        }
        return taken;
    }

    /** The current time. */
    public Instant now() {
        return clock.instant();
    }

    /** The time since then. */
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
