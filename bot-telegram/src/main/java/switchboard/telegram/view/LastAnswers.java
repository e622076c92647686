package switchboard.telegram.view;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.model.ChatId;
import switchboard.model.TurnId;

/**
 * The messages of each chat's newest turn. A reply to one of them needs no quote, because Claude knows the text. Views add them.
 * After a restart this is empty, and such replies get a quote. Thread-safe.
 */
public final class LastAnswers {

    private record Turn(TurnId id, Set<Integer> messages) {}

    private final ConcurrentHashMap<ChatId, Turn> newest = new ConcurrentHashMap<>();

    /** A turn has written this message. */
    public void wrote(ChatId chat, TurnId turn, int message) {
        newest.compute(
                        chat,
                        (same, known) -> known != null && known.id().equals(turn)
                                ? known
                                : new Turn(turn, ConcurrentHashMap.newKeySet()))
                .messages()
                .add(message);
    }

    /** Whether a message belongs to the newest turn of its chat. */
    public boolean isLast(ChatId chat, int message) {
        var known = newest.get(chat);
        return known != null && known.messages().contains(message);
    }
}
