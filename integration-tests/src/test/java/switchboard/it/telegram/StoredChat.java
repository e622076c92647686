package switchboard.it.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One chat as the server keeps it; guarded by the lock of its {@link World}. */
final class StoredChat {
    /** What the bot is to the chat. */
    enum Standing {
        MEMBER,
        ADMINISTRATOR,
        LEFT,
        KICKED
    }

    /** A forum topic; its id is that of the message that created it. */
    static final class Topic {
        final long id;
        final int iconColor;
        String name;
        String iconEmoji = "";
        boolean closed;
        boolean deleted;

        Topic(long id, String name, int iconColor) {
            this.id = id;
            this.name = name;
            this.iconColor = iconColor;
        }
    }

    /** A text that is shown while it is written; gone 30 s after its last frame or at any message of the bot. */
    record Draft(long id, FormattedText text, boolean canStop, Instant at) {
        static final long LIFETIME_SECONDS = 30;
    }

    final long id;
    final String type;
    final String title;
    final Map<Long, User> members = new LinkedHashMap<>();
    final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
    final Map<Long, Topic> topics = new LinkedHashMap<>();
    final Map<Long, Draft> drafts = new HashMap<>();
    boolean forum;
    Standing standing = Standing.MEMBER;

    /** The supergroup it became; 0 = none. */
    long migratedTo;

    private long nextMessageId;

    /** @param firstMessageId differs from chat to chat, so that ids of one chat are not valid in another */
    StoredChat(long id, String type, String title, long firstMessageId) {
        this.id = id;
        this.type = type;
        this.title = title;
        this.nextMessageId = firstMessageId;
    }

    boolean isPrivate() {
        return type.equals("private");
    }

    boolean isSupergroup() {
        return type.equals("supergroup");
    }

    boolean botIsAdmin() {
        return standing == Standing.ADMINISTRATOR;
    }

    /** The person of a private chat. */
    User peer() {
        return members.values().iterator().next();
    }

    StoredMessage add(User from, Instant at, long topic) {
        StoredMessage message = new StoredMessage(nextMessageId++, from, at, topic);
        messages.put(message.id, message);
        return message;
    }

    /** A message that exists and was not deleted. */
    @Nullable
    StoredMessage message(long messageId) {
        StoredMessage message = messages.get(messageId);
        return message == null || message.deleted ? null : message;
    }

    /** A topic that exists and was not deleted. */
    @Nullable
    Topic topic(long topicId) {
        Topic topic = topics.get(topicId);
        return topic == null || topic.deleted ? null : topic;
    }

    ObjectNode json() {
        ObjectNode node = Json.object().put("id", id).put("type", type);
        if (!isPrivate()) {
            node.put("title", title);
            if (forum) {
                node.put("is_forum", true);
            }
            return node;
        }
        node.put("first_name", peer().firstName());
        String username = peer().username();
        return username == null ? node : node.put("username", username);
    }
}
