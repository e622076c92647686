package switchboard.telegram.view;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.model.ChatId;
import switchboard.model.Question;

/**
 * The questions that are open on Telegram, by their chat: views put them in, presses and replies look them up. Shared by
 * all views and the poller, so it is thread-safe. A question is found only in the chat it was asked in.
 */
public final class OpenQuestions {

    private record Place(ChatId chat, String key) {}

    private record At(ChatId chat, int message) {}

    private final ConcurrentHashMap<Place, Question> byKey = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<At, Question> byMessage = new ConcurrentHashMap<>();

    public void opened(ChatId chat, Question question) {
        byKey.put(new Place(chat, question.key()), question);
    }

    /** The question stands in this message: a reply to it answers it. */
    public void shown(ChatId chat, int message, Question question) {
        if (byKey.containsKey(new Place(chat, question.key()))) {
            byMessage.put(new At(chat, message), question);
        }
    }

    public void closed(ChatId chat, String key) {
        byKey.remove(new Place(chat, key));
        byMessage.values().removeIf(question -> question.key().equals(key));
    }

    public Optional<Question> find(ChatId chat, String key) {
        return Optional.ofNullable(byKey.get(new Place(chat, key)));
    }

    public Optional<Question> askedIn(ChatId chat, int message) {
        return Optional.ofNullable(byMessage.get(new At(chat, message)));
    }
}
