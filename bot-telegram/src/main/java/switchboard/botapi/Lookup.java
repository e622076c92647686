package switchboard.botapi;

import switchboard.botapi.PersonActions.Place;

/** Finds what a call of a page names; {@link ApiError} 404 with one plain sentence if it does not exist. */
final class Lookup {
    private final BotApiState state;

    Lookup(BotApiState state) {
        this.state = state;
    }

    StoredChat chat(long id) {
        StoredChat chat = state.chat(id);
        if (chat == null) {
            throw ApiError.of(404, "There is no chat " + id + ".");
        }
        return chat;
    }

    static StoredMessage message(StoredChat chat, long id) {
        StoredMessage message = chat.message(id);
        if (message == null) {
            throw ApiError.of(404, "There is no message " + id + " in this chat.");
        }
        return message;
    }

    static void requireTopic(StoredChat chat, long topic) {
        if (topic != 0 && chat.topic(topic) == null) {
            throw ApiError.of(404, "There is no topic " + topic + " in this chat.");
        }
    }

    /** Where a person sends something, and what it answers. */
    Place place(long chatId, long topic, long replyTo) {
        StoredChat chat = chat(chatId);
        requireTopic(chat, topic);
        if (replyTo != 0 && message(chat, replyTo).topic != topic) {
            throw ApiError.of(400, "A reply stands in the topic of its message.");
        }
        return new Place(chat, chat.peer(), topic, replyTo);
    }
}
