package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.BotApiState.Query;
import switchboard.botapi.StoredChat.Draft;
import switchboard.botapi.StoredChat.Standing;
import switchboard.botapi.StoredChat.Topic;

/**
 * What a person does in a chat: changes the state and queues the update for the bot. Thread-safe. A message, an edit or a press
 * is persisted when the call returns.
 */
public final class PersonActions {
    private static final int DEFAULT_COLOR = 7322096;

    /** Where an action happens and who does it; {@code topic} 0 = none, {@code replyTo} 0 = no reply. */
    public record Place(StoredChat chat, User by, long topic, long replyTo) {}

    private final BotApiState state;

    public PersonActions(BotApiState state) {
        this.state = state;
    }

    /** Opens a person's private chat, or returns it; it has topics in threaded mode. */
    public StoredChat openPrivate(User person) {
        return state.lasting(() -> {
            StoredChat chat = state.open(person.id(), "private", person.firstName());
            chat.members.putIfAbsent(person.id(), person);
            chat.forum = state.threadedMode;
            return changed(chat);
        });
    }

    /** Opens a group without members, or returns it. */
    public StoredChat openGroup(long id, boolean supergroup, String title) {
        return state.lasting(() -> changed(state.open(id, supergroup ? "supergroup" : "group", title)));
    }

    /** Opens a supergroup with topics and without members, or returns it; the bot is its administrator. */
    public StoredChat openForum(long id, String title) {
        return state.lasting(() -> {
            StoredChat chat = state.open(id, "supergroup", title);
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

    /** Gives a private chat another title, which is the first name of its person from now on. */
    public void rename(StoredChat chat, String title) {
        state.lasting(() -> {
            User peer = chat.peer();
            chat.title = title;
            chat.members.put(peer.id(), new User(peer.id(), title, peer.username(), peer.bot()));
            return changed(chat);
        });
    }

    /** The person of a private chat has read all messages up to this one in a topic (0 = none). */
    public void read(StoredChat chat, long topic, long messageId) {
        state.locked(() -> chat.read(topic, messageId) ? changed(chat) : chat);
    }

    /** Sends a text, or media with a caption; {@code content} holds the media's fields. */
    public StoredMessage send(Place at, FormattedText text, ObjectNode content) {
        return state.lasting(() -> {
            StoredMessage message = at.chat().add(at.by(), state.now(), at.topic());
            message.replyTo = at.replyTo();
            message.replyThread = MessageMethods.replyThread(at.chat(), at.replyTo());
            message.content = content;
            message.text = text;
            state.tell(new BotApiEvent.MessageChanged(at.chat(), message));
            if (hears(at.chat())) {
                state.push("message", MessageJson.of(at.chat(), message));
            }
            return message;
        });
    }

    /** Sends a text in the name of the group, as its anonymous admins do. */
    public StoredMessage sendAnonymously(Place at, FormattedText text) {
        return state.lasting(() -> {
            StoredMessage message = at.chat().add(anonymousAdmin(), state.now(), at.topic());
            message.senderChat = at.chat().json();
            message.text = text;
            state.tell(new BotApiEvent.MessageChanged(at.chat(), message));
            state.push("message", MessageJson.of(at.chat(), message));
            return message;
        });
    }

    private static User anonymousAdmin() {
        return new User(1087968824L, "Group", "GroupAnonymousBot", true);
    }

    /** @throws IllegalArgumentException if the message is gone */
    public StoredMessage edit(StoredChat chat, long id, FormattedText text) {
        return state.lasting(() -> {
            StoredMessage message = present(chat, id);
            message.become(text, message.markup, state.now());
            state.tell(new BotApiEvent.MessageChanged(chat, message));
            state.push("edited_message", MessageJson.of(chat, message));
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
            state.delete(chat, present(chat, id));
            return chat;
        });
    }

    /** Presses a button, also one that the client still shows although the message has changed or is gone. */
    public Query press(StoredChat chat, User by, long messageId, String data) {
        return state.lasting(() -> {
            Query query = state.presses.add(chat.id, state.now());
            ObjectNode update = Json.object().put("id", query.id());
            update.set("from", by.json());
            StoredMessage message = chat.message(messageId);
            ObjectNode shown = message == null
                    ? Json.object().put("message_id", messageId).put("date", 0).set("chat", chat.json())
                    : MessageJson.of(chat, message);
            update.set("message", shown);
            update.put("chat_instance", "ci" + chat.id).put("data", data);
            state.push("callback_query", update);
            return query;
        });
    }

    /**
     * Presses Stop under the draft that is shown.
     *
     * @throws IllegalArgumentException if there is none to stop
     */
    public void stopDraft(StoredChat chat, long topic) {
        state.lasting(() -> {
            Draft draft = draft(chat, topic);
            if (draft == null || !draft.canStop()) {
                throw new IllegalArgumentException("no draft with a Stop button is shown in chat " + chat.id);
            }
            ObjectNode update = Json.object();
            update.set("chat", chat.json());
            if (topic != 0) {
                update.put("message_thread_id", topic);
            }
            state.push("stopped_message_generation", update.put("draft_id", draft.id()));
            return draft;
        });
    }

    /** The draft that is shown now; null if there is none. */
    public @Nullable Draft draft(StoredChat chat, long topic) {
        return state.locked(() -> {
            Draft draft = chat.drafts.get(topic);
            boolean shown = draft != null && state.since(draft.at()).toSeconds() < Draft.LIFETIME_SECONDS;
            return shown ? draft : null;
        });
    }

    /** @throws IllegalArgumentException if the chat has no topics */
    public Topic createTopic(StoredChat chat, User by, String name) {
        return state.lasting(() -> {
            if (!chat.forum) {
                throw new IllegalArgumentException("chat " + chat.id + " has no topics");
            }
            return TopicMethods.create(state, chat, by, name, DEFAULT_COLOR);
        });
    }

    /**
     * Renames a topic; an update tells the bot.
     *
     * @throws IllegalArgumentException if there is no such topic
     */
    public void renameTopic(StoredChat chat, User by, long topicId, String name) {
        state.lasting(() -> {
            Topic topic = topic(chat, topicId);
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
        Topic topic = chat.topic(id);
        if (topic == null) {
            throw new IllegalArgumentException("no topic " + id);
        }
        return topic;
    }

    /** The commands a client offers somebody in a chat, as Telegram's list of {@code BotCommand}. */
    public JsonNode menu(StoredChat chat, User user, String language) {
        return state.locked(() -> state.menus.shown(chat, user, language));
    }

    /** Changes the bot's standing in the chat (blocks, removes, adds, promotes it); an update tells the bot. */
    public void change(StoredChat chat, User by, Standing standing) {
        state.lasting(() -> {
            Standing before = chat.standing;
            chat.standing = standing;
            changed(chat);
            ObjectNode update = Json.object();
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
            StoredChat supergroup = state.open(newId, "supergroup", group.title);
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
        StoredMessage message = chat.add(by, state.now(), 0);
        message.content.put(field, value);
        state.tell(new BotApiEvent.MessageChanged(chat, message));
        state.push("message", MessageJson.of(chat, message));
    }

    private JsonNode member(Standing standing) {
        ObjectNode member = Json.object();
        member.set("user", state.bot.json());
        return switch (standing) {
            case MEMBER -> member.put("status", "member");
            case LEFT -> member.put("status", "left");
            case KICKED -> member.put("status", "kicked").put("until_date", 0);
            case ADMINISTRATOR -> {
                member.put("status", "administrator")
                        .put("can_be_edited", false)
                        .put("is_anonymous", false);
                for (String right : List.of(
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
                yield member;
            }
        };
    }

    private StoredChat changed(StoredChat chat) {
        state.tell(new BotApiEvent.ChatChanged(chat));
        return chat;
    }

    private static boolean hears(StoredChat chat) {
        return chat.migratedTo == 0 && (chat.standing == Standing.MEMBER || chat.standing == Standing.ADMINISTRATOR);
    }

    private static StoredMessage present(StoredChat chat, long id) {
        StoredMessage message = chat.message(id);
        if (message == null) {
            throw new IllegalArgumentException("no message " + id + " in chat " + chat.id);
        }
        return message;
    }
}
