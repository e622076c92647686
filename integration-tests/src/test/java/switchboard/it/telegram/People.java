package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.it.telegram.StoredChat.Draft;
import switchboard.it.telegram.StoredChat.Standing;
import switchboard.it.telegram.StoredChat.Topic;
import switchboard.it.telegram.World.Query;

/** What people do in chats, as changes of the world and the updates that tell the bot of them. Thread-safe. */
final class People {
    private static final int DEFAULT_COLOR = 7322096;

    /** Where and by whom something is done; {@code topic} 0 = none, {@code replyTo} 0 = no reply. */
    record Place(StoredChat chat, User by, long topic, long replyTo) {}

    private final World world;

    People(World world) {
        this.world = world;
    }

    /** Sends a text, or media with a caption; {@code content} holds the media's fields. */
    StoredMessage send(Place at, FormattedText text, ObjectNode content, @Nullable FileContent file) {
        return world.change(() -> {
            StoredMessage message = at.chat().add(at.by(), world.now(), at.topic());
            message.replyTo = at.replyTo();
            message.replyThread = MessageMethods.replyThread(at.chat(), at.replyTo());
            message.content = content;
            message.file = file;
            message.become(text, ReplyMarkup.NONE, text.text(), world.now());
            if (hears(at.chat())) {
                world.push("message", MessageJson.of(at.chat(), message));
            }
            return message;
        });
    }

    /** Sends a text in the name of the group, as its anonymous admins do. */
    StoredMessage sendAnonymously(Place at, FormattedText text) {
        return world.change(() -> {
            StoredMessage message = at.chat().add(anonymousAdmin(), world.now(), at.topic());
            message.senderChat = at.chat().json();
            message.become(text, ReplyMarkup.NONE, text.text(), world.now());
            world.push("message", MessageJson.of(at.chat(), message));
            return message;
        });
    }

    private static User anonymousAdmin() {
        return new User(1087968824L, "Group", "GroupAnonymousBot", true);
    }

    /** @throws IllegalArgumentException if the message is gone */
    StoredMessage edit(StoredChat chat, long id, FormattedText text) {
        return world.change(() -> {
            StoredMessage message = present(chat, id);
            message.become(text, message.markup, text.text(), world.now());
            world.push("edited_message", MessageJson.of(chat, message));
            return message;
        });
    }

    /** Deletes a message; no update tells the bot. */
    void delete(StoredChat chat, long id) {
        world.change(() -> present(chat, id).deleted = true);
    }

    /** Presses a button, also one that the client still shows although the message has changed or is gone. */
    Query press(StoredChat chat, User by, long messageId, String data) {
        return world.change(() -> {
            Query query = new Query(
                    "43829" + (10_000_000_000L + world.queries.size()), chat.id, world.now(), new ArrayList<>());
            world.queries.put(query.id(), query);
            ObjectNode update = Json.object().put("id", query.id());
            update.set("from", by.json());
            StoredMessage message = chat.message(messageId);
            ObjectNode shown = message == null
                    ? Json.object().put("message_id", messageId).put("date", 0).set("chat", chat.json())
                    : MessageJson.of(chat, message);
            update.set("message", shown);
            update.put("chat_instance", "ci" + chat.id).put("data", data);
            world.push("callback_query", update);
            return query;
        });
    }

    /**
     * Presses Stop under the draft that is shown.
     *
     * @throws IllegalArgumentException if there is none to stop
     */
    void stopDraft(StoredChat chat, long topic) {
        world.change(() -> {
            Draft draft = draft(chat, topic);
            if (draft == null || !draft.canStop()) {
                throw new IllegalArgumentException("no draft with a Stop button is shown in chat " + chat.id);
            }
            ObjectNode update = Json.object();
            update.set("chat", chat.json());
            if (topic != 0) {
                update.put("message_thread_id", topic);
            }
            world.push("stopped_message_generation", update.put("draft_id", draft.id()));
            return draft;
        });
    }

    /** The draft that is shown now; null if there is none. */
    @Nullable
    Draft draft(StoredChat chat, long topic) {
        return world.locked(() -> {
            Draft draft = chat.drafts.get(topic);
            boolean shown = draft != null && world.secondsSince(draft.at()) < Draft.LIFETIME_SECONDS;
            return shown ? draft : null;
        });
    }

    Topic createTopic(StoredChat chat, User by, String name) {
        return world.change(() -> {
            if (!chat.forum) {
                throw new IllegalArgumentException("chat " + chat.id + " has no topics");
            }
            return TopicMethods.create(world, chat, by, name, DEFAULT_COLOR);
        });
    }

    /** Changes what the bot is to the chat (blocks, removes, adds, promotes) and tells it so. */
    void change(StoredChat chat, User by, Standing standing) {
        world.change(() -> {
            Standing before = chat.standing;
            chat.standing = standing;
            ObjectNode update = Json.object();
            update.set("chat", chat.json());
            update.set("from", by.json());
            update.put("date", world.now().getEpochSecond());
            update.set("old_chat_member", member(before));
            update.set("new_chat_member", member(standing));
            world.push("my_chat_member", update);
            return standing;
        });
    }

    /** Turns a group into a supergroup: new id, new message ids, both chats say so. */
    StoredChat migrate(StoredChat group, User by, long newId) {
        return world.change(() -> {
            StoredChat supergroup = world.open(newId, "supergroup", group.title);
            supergroup.members.putAll(group.members);
            supergroup.standing = group.standing;
            service(group, by, "migrate_to_chat_id", newId);
            group.migratedTo = newId;
            service(supergroup, by, "migrate_from_chat_id", group.id);
            return supergroup;
        });
    }

    private void service(StoredChat chat, User by, String field, long value) {
        StoredMessage message = chat.add(by, world.now(), 0);
        message.content.put(field, value);
        world.push("message", MessageJson.of(chat, message));
    }

    private JsonNode member(Standing standing) {
        ObjectNode member = Json.object();
        member.set("user", world.bot.json());
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
