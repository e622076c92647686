package switchboard.chat;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.model.ChatId;
import switchboard.model.Prompt;
import switchboard.text.Texts;

/**
 * How many accepted prompts wait, over all chats. Asked before a prompt is accepted, so it is shared by all chats and
 * thread-safe instead of being asked by message; the bound may be passed by as many prompts as arrive in one moment.
 */
public final class Backlog {

    /** Answers that one chat keeps until its view has confirmed them, before it takes no more prompts. */
    static final int MOST_UNSHOWN = 100;

    private final int most;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<ChatId, Integer> waiting = new ConcurrentHashMap<>();

    /** @param most prompts that may wait, at least 1 */
    public Backlog(int most) {
        this.most = most;
    }

    /** Why no further prompt is taken, to a person; empty while there is room. */
    public Optional<String> refusal() {
        return total.get() < most ? Optional.empty() : Optional.of(Texts.of("refused.full", most));
    }

    /**
     * Why a chat takes no further prompt, to a person; empty while there is room. A chat whose answers nobody confirms as shown
     * holds up itself and no other.
     *
     * @param unshown answers of the chat that are not confirmed as shown
     */
    Optional<String> refusal(int unshown) {
        return unshown < MOST_UNSHOWN ? refusal() : Optional.of(Texts.of("refused.unshown", unshown));
    }

    /** Why this one is not taken, to a person; empty if it is. */
    Optional<String> refusal(ChatProtocol.Submit submit, int unshown) {
        var length = submit.prompt().text().length();
        if (length > Prompt.LONGEST) {
            return Optional.of(Texts.of("refused.tooLong", length, Prompt.LONGEST));
        }
        return submit.overflow() ? Optional.empty() : refusal(unshown);
    }

    /** So many prompts wait in this chat now. */
    public void set(ChatId chat, int count) {
        var before = count == 0 ? waiting.remove(chat) : waiting.put(chat, count);
        total.addAndGet(count - (before == null ? 0 : before));
    }
}
