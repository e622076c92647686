package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import switchboard.botapi.StoredChat.Standing;
import switchboard.botapi.StoredChat.Topic;

/** Topics of forums and of private chats in threaded mode. Called under the state's lock. */
final class TopicMethods {
    private static final Set<Integer> COLORS =
            Set.of(PersonActions.DEFAULT_COLOR, 16766590, 13338331, 9367192, 16749490, 16478047);
    private static final int MAX_NAME = 128;

    private final BotApiState state;
    private final Targets targets;

    TopicMethods(BotApiState state) {
        this.state = state;
        this.targets = new Targets(state);
    }

    JsonNode createForumTopic(Params p) {
        StoredChat chat = targets.writable(p);
        requireForum(chat);
        requireRight(chat, "create a topic");
        String name = name(p);
        if (name.isEmpty()) {
            throw ApiError.badRequest("TOPIC_TITLE_EMPTY");
        }
        int color = (int) p.number("icon_color", PersonActions.DEFAULT_COLOR);
        if (!COLORS.contains(color)) {
            throw ApiError.badRequest("invalid icon color specified");
        }
        Topic topic = PersonActions.addTopic(state, chat, state.bot, name, color);
        return topic.json().put("message_thread_id", topic.id);
    }

    JsonNode editForumTopic(Params p) {
        StoredChat chat = targets.writable(p);
        Topic topic = topic(chat, p);
        requireRight(chat, "edit the topic");
        String name = name(p).isEmpty() ? topic.name : name(p);
        String given = p.text("icon_custom_emoji_id");
        String icon = given == null ? topic.iconEmoji : given;
        if (name.equals(topic.name) && icon.equals(topic.iconEmoji)) {
            throw ApiError.badRequest("TOPIC_NOT_MODIFIED");
        }
        ObjectNode edited = Json.object();
        if (!name.equals(topic.name)) {
            edited.put("name", name);
        }
        if (!icon.equals(topic.iconEmoji)) {
            edited.put("icon_custom_emoji_id", icon);
        }
        topic.name = name;
        topic.iconEmoji = icon;
        announce(chat, topic, "forum_topic_edited", edited);
        return Json.TRUE;
    }

    JsonNode closeForumTopic(Params p) {
        StoredChat chat = targets.writable(p);
        if (chat.isPrivate()) {
            throw ApiError.badRequest("the chat is not a supergroup");
        }
        Topic topic = topic(chat, p);
        requireRight(chat, "close the topic");
        if (topic.closed) {
            throw ApiError.badRequest("TOPIC_NOT_MODIFIED");
        }
        topic.closed = true;
        announce(chat, topic, "forum_topic_closed", Json.object());
        return Json.TRUE;
    }

    JsonNode deleteForumTopic(Params p) {
        StoredChat chat = targets.writable(p);
        Topic topic = topic(chat, p);
        requireRight(chat, "delete the topic");
        delete(state, chat, topic);
        return Json.TRUE;
    }

    /** Deletes a topic with all its messages; no update tells of it. */
    static void delete(BotApiState state, StoredChat chat, Topic topic) {
        chat.topics.remove(topic.id);
        chat.drafts.remove(topic.id);
        chat.lastRead.remove(topic.id);
        List.copyOf(chat.newestFirst(topic.id)).reversed().forEach(message -> state.delete(chat, message));
        state.tell(new BotApiEvent.ChatChanged(chat));
    }

    private void announce(StoredChat chat, Topic topic, String field, ObjectNode what) {
        announce(state, chat, state.bot, topic, field, what);
    }

    /** Tells everybody in a topic what was done to it. */
    static void announce(BotApiState state, StoredChat chat, User by, Topic topic, String field, ObjectNode what) {
        StoredMessage message = chat.add(by, state.now(), topic.id);
        message.content.set(field, what);
        state.tell(new BotApiEvent.ChatChanged(chat));
        state.tell(new BotApiEvent.MessageChanged(chat, message));
        state.push("message", MessageJson.of(chat, message));
    }

    private static String name(Params p) {
        String name = p.text("name");
        if (name != null && name.codePointCount(0, name.length()) > MAX_NAME) {
            throw ApiError.badRequest("TOPIC_TITLE_TOO_LONG");
        }
        return name == null ? "" : name.strip();
    }

    /** @throws ApiError 400 if there are no topics here, or not this one */
    private static Topic topic(StoredChat chat, Params p) {
        requireForum(chat);
        Topic topic = chat.topic(p.number("message_thread_id", 0));
        if (topic == null) {
            throw ApiError.badRequest("message thread not found");
        }
        return topic;
    }

    private static void requireForum(StoredChat chat) {
        if (!chat.forum) {
            throw ApiError.badRequest("the chat is not a forum");
        }
    }

    private static void requireRight(StoredChat chat, String deed) {
        if (!chat.isPrivate() && chat.standing != Standing.ADMINISTRATOR) {
            throw ApiError.badRequest("not enough rights to " + deed);
        }
    }
}
