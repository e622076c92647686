package switchboard.telegram.update;

import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.Label;

/**
 * The name of a topic from its messages. Telegram sends a name when somebody gives it; other messages have only the topic's first
 * name. Pure.
 */
final class TopicNames {

    /** The name of a forum's first topic, which no message contains. */
    private static final String GENERAL = "General";

    private TopicNames() {}

    /** The name that a service message gives; null if it gives none. */
    static @Nullable String given(Message message) {
        if (message.getForumTopicCreated() != null) {
            return visible(message.getForumTopicCreated().getName());
        }
        return message.getForumTopicEdited() == null
                ? null
                : visible(message.getForumTopicEdited().getName());
    }

    /** The first name of a message's topic; null if the message does not have it. */
    static @Nullable String first(Message message) {
        if (SignOfLife.place(message).topic() == 0) {
            return Boolean.TRUE.equals(message.getChat().getIsForum())
                            && !message.getChat().isUserChat()
                    ? GENERAL
                    : null;
        }
        var root = message.getReplyToMessage(); // the root, unless the message replies to another
        return root == null || root.getForumTopicCreated() == null
                ? null
                : visible(root.getForumTopicCreated().getName());
    }

    private static @Nullable String visible(@Nullable String name) {
        return name == null || Label.of(name).isEmpty() ? null : name;
    }
}
