package switchboard.model;

import org.jspecify.annotations.Nullable;

/**
 * The front's name of a chat, as its people know it.
 *
 * @param chat the chat's title or the person's name; null if that is not known
 * @param topic the topic's name; null if that is not known, or outside of topics
 */
public record ChatName(@Nullable String chat, @Nullable String topic) {

    public static final ChatName UNKNOWN = new ChatName(null, null);

    /** In characters, as people count them. */
    private static final int LONGEST = 128;

    public ChatName {
        chat = bounded(chat);
        topic = bounded(topic);
    }

    /** The same chat, with a topic. */
    public ChatName in(@Nullable String other) {
        return new ChatName(chat, other);
    }

    /**
     * This name with what a message in {@code id} tells. It tells the topic's first name only, so a topic keeps the name that it
     * has; and outside of topics it tells whether the chat has any.
     */
    ChatName told(ChatName by, ChatId id) {
        var isOutside = id.topic() == 0 && by.topic == null;
        return new ChatName(by.chat == null ? chat : by.chat, topic == null || isOutside ? by.topic : topic);
    }

    /** {@code Work › Bugs}, or {@code Work} outside of topics; never empty. */
    String of(ChatId id) {
        var title = chat == null ? "Chat " + id.chat() : chat;
        if (topic != null) {
            return title + " › " + topic;
        }
        return id.topic() == 0 ? title : title + " › Topic " + id.topic();
    }

    private static @Nullable String bounded(@Nullable String name) {
        var label = name == null ? "" : Label.of(name);
        if (label.isEmpty()) {
            return null;
        }
        return label.codePointCount(0, label.length()) <= LONGEST
                ? label
                : label.substring(0, label.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
