package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import switchboard.botapi.PersonActions.Place;
import switchboard.botapi.StoredChat.Standing;
import switchboard.botapi.StoredChat.Topic;

/**
 * What people do in groups, and whatever else the chat client in the browser cannot do. Thread-safe; persisted when the call
 * returns.
 */
public final class GroupActions {
    private static final User ANONYMOUS_ADMIN = new User(1087968824L, "Group", "GroupAnonymousBot", true);

    private final BotApiState state;

    public GroupActions(BotApiState state) {
        this.state = state;
    }

    /** Opens a group without members, or returns it. */
    public StoredChat openGroup(long id, boolean supergroup, String title) {
        return state.lasting(() -> changed(state.open(id, supergroup ? "supergroup" : "group", title)));
    }

    /** Opens a supergroup with topics and without members, or returns it; the bot is its administrator. */
    public StoredChat openForum(long id, String title) {
        return state.lasting(() -> {
            var chat = state.open(id, "supergroup", title);
            chat.forum = true;
            chat.standing = Standing.ADMINISTRATOR;
            return changed(chat);
        });
    }

    /** Adds somebody to a group. */
    public void join(StoredChat chat, User member) {
        state.lasting(() -> {
            chat.members.putIfAbsent(member.id(), member);
            return changed(chat);
        });
    }

    /** Sends a text in the name of the group, as its anonymous admins do. */
    public StoredMessage sendAnonymously(Place at, FormattedText text) {
        return state.lasting(() -> {
            var message = at.chat().add(ANONYMOUS_ADMIN, state.now(), at.topic());
            message.senderChat = at.chat().json();
            message.text = text;
            announce(at.chat(), message);
            return message;
        });
    }

    /**
     * Deletes a message; no update tells the bot.
     *
     * @throws IllegalArgumentException if it is gone
     */
    public void delete(StoredChat chat, long id) {
        state.lasting(() -> {
            state.delete(chat, PersonActions.present(chat, id));
            return chat;
        });
    }

    /**
     * Renames a topic; an update tells the bot.
     *
     * @throws IllegalArgumentException if there is no such topic
     */
    public void renameTopic(StoredChat chat, User by, long topicId, String name) {
        state.lasting(() -> {
            var topic = topic(chat, topicId);
            topic.name = name;
            TopicMethods.announce(
                    state, chat, by, topic, "forum_topic_edited", Json.object().put("name", name));
            return chat;
        });
    }

    /**
     * Deletes a topic with its messages; no update tells the bot.
     *
     * @throws IllegalArgumentException if there is no such topic
     */
    public void deleteTopic(StoredChat chat, long topicId) {
        state.lasting(() -> {
            TopicMethods.delete(state, chat, topic(chat, topicId));
            return chat;
        });
    }

    private static Topic topic(StoredChat chat, long id) {
        var topic = chat.topic(id);
        if (topic == null) {
            throw new IllegalArgumentException("no topic " + id);
        }
        return topic;
    }

    /** The commands that a client offers somebody in a chat, as Telegram's list of {@code BotCommand}. */
    public JsonNode menu(StoredChat chat, User user, String language) {
        return state.locked(() -> state.menus.shown(chat, user, language));
    }

    /** Changes the bot's standing in the chat (blocks, removes, adds, promotes it); an update tells the bot. */
    public void change(StoredChat chat, User by, Standing standing) {
        state.lasting(() -> {
            var before = chat.standing;
            chat.standing = standing;
            changed(chat);
            var update = Json.object();
            update.set("chat", chat.json());
            update.set("from", by.json());
            update.put("date", state.now().getEpochSecond());
            update.set("old_chat_member", member(before));
            update.set("new_chat_member", member(standing));
            state.push("my_chat_member", update);
            return standing;
        });
    }

    /** Turns a group into a supergroup: new id, new message ids, both chats say so. */
    public StoredChat migrate(StoredChat group, User by, long newId) {
        return state.lasting(() -> {
            var supergroup = state.open(newId, "supergroup", group.title);
            supergroup.members.putAll(group.members);
            supergroup.standing = group.standing;
            service(group, by, "migrate_to_chat_id", newId);
            group.migratedTo = newId;
            changed(group);
            changed(supergroup);
            service(supergroup, by, "migrate_from_chat_id", group.id);
            return supergroup;
        });
    }

    private void service(StoredChat chat, User by, String field, long value) {
        var message = chat.add(by, state.now(), 0);
        message.content.put(field, value);
        announce(chat, message);
    }

    private void announce(StoredChat chat, StoredMessage message) {
        state.tell(new BotApiEvent.MessageChanged(chat, message));
        state.push("message", MessageJson.of(chat, message));
    }

    private JsonNode member(Standing standing) {
        var member = Json.object();
        member.set("user", state.bot.json());
        return switch (standing) {
            case MEMBER -> member.put("status", "member");
            case LEFT -> member.put("status", "left");
            case KICKED -> member.put("status", "kicked").put("until_date", 0);
            case ADMINISTRATOR -> administrator(member);
        };
    }

    private static ObjectNode administrator(ObjectNode member) {
        member.put("status", "administrator").put("can_be_edited", false).put("is_anonymous", false);
        for (var right : List.of(
                "can_manage_chat",
                "can_delete_messages",
                "can_manage_video_chats",
                "can_restrict_members",
                "can_promote_members",
                "can_change_info",
                "can_invite_users",
                "can_post_stories",
                "can_edit_stories",
                "can_delete_stories",
                "can_send_welcome_messages",
                "can_pin_messages",
                "can_manage_topics")) {
            member.put(right, true);
        }
        return member;
    }

    private StoredChat changed(StoredChat chat) {
        state.tell(new BotApiEvent.ChatChanged(chat));
        return chat;
    }
}
