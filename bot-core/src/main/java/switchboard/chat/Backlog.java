package switchboard.chat;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.model.ChatId;

/**
 * How many accepted prompts wait, over all chats. Asked before a prompt is accepted, so it is shared by all chats and
 * thread-safe instead of being asked by message; the bound may be passed by as many prompts as arrive in one moment.
 */
public final class Backlog {

    private final int most;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<ChatId, Integer> waiting = new ConcurrentHashMap<>();

    /** @param most prompts that may wait, at least 1 */
    public Backlog(int most) {
        this.most = most;
    }

    public boolean isFull() {
        return total.get() >= most;
    }

    /** What a person is told when it is full. */
    public String refusal() {
        return "Too many prompts wait already, " + most
                + " over all chats, so this one was not taken. Send it again in a" + " while.";
    }

    /** So many prompts wait in this chat now. */
    public void set(ChatId chat, int count) {
        var before = count == 0 ? waiting.remove(chat) : waiting.put(chat, count);
        total.addAndGet(count - (before == null ? 0 : before));
    }
}
