package switchboard.telegram.update;

import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.Label;

/** What a message tells of its topic's name: Telegram tells it when it is given, and otherwise what it was first. Pure. */
final class TopicNames {

    /** A forum's first topic, of which no message tells. */
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

    /** The first name of the topic that a message is in; null if it tells of none. */
    static @Nullable String first(Message message) {
        if (SignOfLife.place(message).topic() == 0) {
            return Boolean.TRUE.equals(message.getChat().getIsForum())
                            && !message.getChat().isUserChat()
                    ? GENERAL
                    : null;
        }
        var root = message.getReplyToMessage(); // of what replies to nothing else
        return root == null || root.getForumTopicCreated() == null
                ? null
                : visible(root.getForumTopicCreated().getName());
    }

    private static @Nullable String visible(@Nullable String name) {
        return name == null || Label.of(name).isEmpty() ? null : name;
    }
}
