package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.BotApiState.Query;
import switchboard.botapi.StoredChat.Draft;
import switchboard.botapi.StoredChat.Standing;
import switchboard.botapi.StoredChat.Topic;

/**
 * A person's actions in a chat. They change the state and queue the update for the bot. Thread-safe. A message, an edit or a
 * press is persisted when the call returns.
 */
public final class PersonActions {
    /** The icon color of a topic if none is chosen. */
    static final int DEFAULT_COLOR = 7322096;

    /** Where an action happens and who does it; {@code topic} 0 = none, {@code replyTo} 0 = no reply. */
    public record Place(StoredChat chat, User by, long topic, long replyTo) {}

    private final BotApiState state;

    public PersonActions(BotApiState state) {
        this.state = state;
    }

    /** Opens a person's private chat, or returns it if it exists. In threaded mode the chat has topics. */
    public StoredChat openPrivate(User person) {
        return state.lasting(() -> {
            StoredChat chat = state.open(person.id(), "private", person.firstName());
            chat.members.putIfAbsent(person.id(), person);
            chat.forum = state.threadedMode;
            return changed(chat);
        });
    }

    /** Gives a private chat another title, which is also the first name of its person from now on. */
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
        return send(at, text, content, "");
    }

    /** @param randomId the id that the sender's page gave the message; empty = none */
    StoredMessage send(Place at, FormattedText text, ObjectNode content, String randomId) {
        return state.lasting(() -> {
            StoredMessage message = at.chat().add(at.by(), state.now(), at.topic());
            message.randomId = randomId;
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

    /** Presses a button. The client may still show it although the message has changed or is gone. */
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
     * Presses Stop under the current draft.
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

    /** The current draft; null if there is none. */
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
            return addTopic(state, chat, by, name, DEFAULT_COLOR);
        });
    }

    /** Adds a topic with its service message, which everybody in the chat sees. Called under the state's lock. */
    static Topic addTopic(BotApiState state, StoredChat chat, User creator, String name, int color) {
        StoredMessage message = chat.add(creator, state.now(), 0);
        var topic = new Topic(message.id, name, color);
        chat.topics.put(topic.id, topic);
        var inTopic = new StoredMessage(message.id, creator, message.date, topic.id);
        inTopic.content.set("forum_topic_created", topic.json());
        chat.put(inTopic);
        state.tell(new BotApiEvent.ChatChanged(chat));
        state.tell(new BotApiEvent.MessageChanged(chat, inTopic));
        state.push("message", MessageJson.of(chat, inTopic));
        return topic;
    }

    private StoredChat changed(StoredChat chat) {
        state.tell(new BotApiEvent.ChatChanged(chat));
        return chat;
    }

    private static boolean hears(StoredChat chat) {
        return chat.migratedTo == 0 && (chat.standing == Standing.MEMBER || chat.standing == Standing.ADMINISTRATOR);
    }

    static StoredMessage present(StoredChat chat, long id) {
        StoredMessage message = chat.message(id);
        if (message == null) {
            throw new IllegalArgumentException("no message " + id + " in chat " + chat.id);
        }
        return message;
    }
}
