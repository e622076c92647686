package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.StoredChat.Topic;

/** Finds the chat, topic and message of a call, or refuses the call as Telegram does. */
final class Targets {
    private static final long GENERAL = 1;

    private final BotApiState state;

    Targets(BotApiState state) {
        this.state = state;
    }

    /**
     * The chat of {@code chat_id}.
     *
     * @throws ApiError 400 if it is unknown or became a supergroup
     */
    StoredChat chat(Params p) {
        String id = p.text("chat_id");
        if (id == null || id.isEmpty()) {
            throw ApiError.badRequest("chat_id is empty");
        }
        StoredChat chat = id.matches("-?[0-9]{1,18}") ? state.chat(Long.parseLong(id)) : null;
        if (chat == null) {
            throw ApiError.badRequest("chat not found");
        }
        if (chat.migratedTo != 0) {
            throw ApiError.migrated(chat.migratedTo);
        }
        return chat;
    }

    /**
     * The chat, if the bot may write there.
     *
     * @throws ApiError 403 if the bot was blocked, removed or has left
     */
    StoredChat writable(Params p) {
        StoredChat chat = chat(p);
        String kind = chat.isSupergroup() ? "supergroup chat" : "group chat";
        switch (chat.standing) {
            case KICKED ->
                throw ApiError.forbidden(
                        chat.isPrivate() ? "bot was blocked by the user" : "bot was kicked from the " + kind);
            case LEFT -> throw ApiError.forbidden("bot is not a member of the " + kind);
            case MEMBER, ADMINISTRATOR -> {}
        }
        return chat;
    }

    /** The topic to send to; 0 for none. In a chat without topics the parameter is silently ignored. */
    long sendTopic(StoredChat chat, Params p) {
        long id = p.number("message_thread_id", 0);
        if (id == 0 || !chat.forum) {
            return 0;
        }
        Topic topic = id == GENERAL ? null : chat.topic(id);
        if (topic == null) {
            throw ApiError.badRequest("message thread not found");
        }
        if (topic.closed && !chat.botIsAdmin()) {
            throw ApiError.badRequest("TOPIC_CLOSED");
        }
        return id;
    }

    /** The message to reply to; 0 for none. A message of another topic is never found, whatever the call allows. */
    long replyTo(StoredChat chat, long topic, Params p) {
        JsonNode reply = p.structure("reply_parameters");
        if (reply == null || !reply.has("message_id")) {
            return 0;
        }
        long id = reply.get("message_id").asLong();
        StoredMessage message = chat.message(id);
        boolean elsewhere = message != null && message.topic != topic;
        boolean mayMiss = reply.path("allow_sending_without_reply").asBoolean() && !elsewhere;
        if (message != null && !elsewhere) {
            return id;
        }
        if (!mayMiss) {
            throw ApiError.badRequest("message to be replied not found");
        }
        return 0;
    }

    /**
     * The bot's own message to edit.
     *
     * @throws ApiError 400 if it is gone or cannot be edited
     */
    StoredMessage editable(StoredChat chat, Params p) {
        StoredMessage message = message(chat, p);
        if (message == null) {
            throw ApiError.badRequest("message to edit not found");
        }
        if (message.from.id() != state.bot.id() || message.markup.custom() || message.isService()) {
            throw ApiError.badRequest("message can't be edited");
        }
        return message;
    }

    /** The message of {@code message_id}; null if it is gone. */
    @Nullable
    StoredMessage message(StoredChat chat, Params p) {
        if (!p.has("message_id")) {
            throw ApiError.badRequest("message identifier is not specified");
        }
        return chat.message(p.number("message_id", 0));
    }
}
