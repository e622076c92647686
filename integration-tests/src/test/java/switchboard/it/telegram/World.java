package switchboard.it.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Telegram knows about one bot: chats with their messages, files, menus, open button presses and updates not yet
 * fetched. One lock guards all of it; whoever changes something calls {@link #changed}, which wakes those that wait.
 */
final class World {
    /** A button press; {@code answers} are what the bot made the client show. */
    record Query(String id, long chatId, Instant at, List<Answer> answers) {}

    /** What a bot answered to a press: empty text = nothing is shown. */
    record Answer(String text, boolean alert, Instant at) {}

    final Clock clock;
    final User bot;
    final UpdateQueue updates = new UpdateQueue();
    final FileStore files = new FileStore();
    final CommandMenus menus = new CommandMenus();
    final Map<String, Query> queries = new LinkedHashMap<>();

    /** Whether private chats have topics. */
    boolean threadedMode;

    /** Where a webhook was set by somebody else; empty = none. */
    String webhook = "";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Map<Long, StoredChat> chats = new LinkedHashMap<>();
    private final Consumer<ObjectNode> onUpdate;
    private long nextChange;
    private boolean closed;

    /** @param onUpdate sees each update as it is queued */
    World(Clock clock, User bot, Consumer<ObjectNode> onUpdate) {
        this.clock = clock;
        this.bot = bot;
        this.onUpdate = onUpdate;
    }

    Instant now() {
        return clock.instant();
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs a change under the lock and wakes all that wait. */
    <T> T change(Supplier<T> work) {
        lock.lock();
        try {
            T result = work.get();
            changed();
            return result;
        } finally {
            lock.unlock();
        }
    }

    void changed() {
        lock.lock();
        try {
            nextChange++;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks, under the lock, at every change until there is a result, the time is over or the world is closed.
     *
     * @return the result; null if there was none in time
     */
    <T> @Nullable T await(Duration patience, Supplier<@Nullable T> look) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                T found = look.get();
                long left = deadline - System.nanoTime();
                if (found != null || left <= 0 || closed) {
                    return found;
                }
                long seen = nextChange;
                while (seen == nextChange && left > 0) {
                    left = change.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed();
        } finally {
            lock.unlock();
        }
    }

    /** The chat of an id; null if the bot never met it. */
    @Nullable
    StoredChat chat(long id) {
        return chats.get(id);
    }

    List<StoredChat> chats() {
        return new ArrayList<>(chats.values());
    }

    /** Opens a chat, or returns it if it is there. */
    StoredChat open(long id, String type, String title) {
        return chats.computeIfAbsent(id, key -> new StoredChat(id, type, title, 100L * (chats.size() + 1) + 1));
    }

    /** Queues an update unless the bot does not want its kind. */
    void push(String kind, ObjectNode content) {
        ObjectNode update = updates.add(kind, content, now());
        if (update != null) {
            onUpdate.accept(update);
        }
        changed();
    }

    /** How long ago, by the world's clock, in seconds. */
    long secondsSince(Instant then) {
        return TimeUnit.MILLISECONDS.toSeconds(Duration.between(then, now()).toMillis());
    }
}
