package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One chat as the server keeps it; guarded by the lock of its {@link BotApiState}. */
public final class StoredChat {
    /** The bot's standing in the chat. */
    public enum Standing {
        MEMBER,
        ADMINISTRATOR,
        LEFT,
        KICKED
    }

    /** A forum topic; its id is that of the message that created it. */
    public static final class Topic {
        final long id;
        final int iconColor;
        String name;
        String iconEmoji = "";
        boolean closed;

        Topic(long id, String name, int iconColor) {
            this.id = id;
            this.name = name;
            this.iconColor = iconColor;
        }

        public long id() {
            return id;
        }

        public String name() {
            return name;
        }

        ObjectNode json() {
            return Json.object().put("name", name).put("icon_color", iconColor);
        }
    }

    /** A text that is shown while the bot writes it. It goes 30 s after its last frame, or at any message of the bot. */
    public record Draft(long id, FormattedText text, boolean canStop, Instant at) {
        static final long LIFETIME_SECONDS = 30;
    }

    /** How many messages a chat keeps, besides the first ones of its topics. */
    static final int KEPT = 2000;

    final long id;
    final String type;
    final Map<Long, User> members = new LinkedHashMap<>();
    private final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
    private final Map<Long, TreeMap<Long, StoredMessage>> messagesByTopic = new HashMap<>();
    private final Map<Long, Integer> unreadByTopic = new HashMap<>();
    final Map<Long, Topic> topics = new LinkedHashMap<>();
    final Map<Long, Draft> drafts = new HashMap<>();

    /** By topic (0 = none) the last message that the person of a private chat has read. Only {@link #read} changes it. */
    final Map<Long, Long> lastRead = new HashMap<>();

    /** The title; in a private chat the first name of its person. */
    String title;

    boolean forum;
    Standing standing = Standing.MEMBER;

    /** The supergroup that the chat has become; 0 = none. */
    long migratedTo;

    long nextMessageId;

    /** @param firstMessageId a number that differs from chat to chat, so that ids of one chat are not valid in another */
    StoredChat(long id, String type, String title, long firstMessageId) {
        this.id = id;
        this.type = type;
        this.title = title;
        this.nextMessageId = firstMessageId;
    }

    public long id() {
        return id;
    }

    /** The title; in a private chat the first name of its person. */
    public String title() {
        return title;
    }

    /** Oldest first. */
    public Collection<StoredMessage> messages() {
        return Collections.unmodifiableCollection(messages.values());
    }

    /** Oldest first. */
    public Collection<Topic> topics() {
        return Collections.unmodifiableCollection(topics.values());
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
        var message = new StoredMessage(nextMessageId++, from, at, topic);
        put(message);
        return message;
    }

    /** Adds a message, or replaces the one with its id. */
    void put(StoredMessage message) {
        remove(message.id);
        messages.put(message.id, message);
        ofTopic(message.topic).put(message.id, message);
        unreadByTopic.remove(message.topic);
    }

    void remove(long messageId) {
        StoredMessage gone = messages.remove(messageId);
        if (gone != null) {
            ofTopic(gone.topic).remove(messageId);
            unreadByTopic.remove(gone.topic);
        }
    }

    /** The oldest message that is no longer kept; null if all are kept. The first message of a topic is always kept. */
    @Nullable
    StoredMessage surplus() {
        if (messages.size() - topics.size() <= KEPT) {
            return null;
        }
        return messages.values().stream()
                .filter(message -> !topics.containsKey(message.id))
                .findFirst()
                .orElse(null);
    }

    /** The messages of a topic (0 = none) by id. */
    private NavigableMap<Long, StoredMessage> ofTopic(long topic) {
        return messagesByTopic.computeIfAbsent(topic, id -> new TreeMap<>());
    }

    /** The messages of a topic (0 = none), newest first. */
    Collection<StoredMessage> newestFirst(long topic) {
        return Collections.unmodifiableCollection(ofTopic(topic).descendingMap().values());
    }

    /** The messages of a topic (0 = none) that are older than one, newest first. */
    Collection<StoredMessage> newestFirst(long topic, long before) {
        return Collections.unmodifiableCollection(
                ofTopic(topic).headMap(before, false).descendingMap().values());
    }

    /** A message that exists and was not deleted. */
    @Nullable
    StoredMessage message(long messageId) {
        return messages.get(messageId);
    }

    /** A topic that exists and was not deleted. */
    @Nullable
    Topic topic(long topicId) {
        return topics.get(topicId);
    }

    /** The last message the person has read in a topic (0 = none); 0 if none. */
    long lastRead(long topic) {
        return lastRead.getOrDefault(topic, 0L);
    }

    /** Marks all messages of a topic up to this one as read. Returns whether that is news. */
    boolean read(long topic, long messageId) {
        boolean news = messageId > lastRead(topic);
        if (news) {
            lastRead.put(topic, messageId);
            unreadByTopic.remove(topic);
        }
        return news;
    }

    /** How many of the bot's messages in a topic come after the last one read. Service messages do not count. */
    int unread(User bot, long topic) {
        return unreadByTopic.computeIfAbsent(
                topic, id -> (int) ofTopic(id).tailMap(lastRead(id), false).values().stream()
                        .filter(m -> m.from.id() == bot.id() && !m.isService())
                        .count());
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
        node.put("first_name", title);
        String username = peer().username();
        return username == null ? node : node.put("username", username);
    }
}
