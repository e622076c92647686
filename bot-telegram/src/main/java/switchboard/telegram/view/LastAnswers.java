package switchboard.telegram.view;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.model.ChatId;
import switchboard.model.TurnId;

/**
 * The messages that each chat's newest turn has written: what replies to them need not quote, for Claude knows it. Views put
 * them in; after a restart it is empty, and such a reply is quoted. Thread-safe.
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

    /** Whether a message is of the newest turn of its chat. */
    public boolean isLast(ChatId chat, int message) {
        var known = newest.get(chat);
        return known != null && known.messages().contains(message);
    }
}
