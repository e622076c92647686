package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sends messages of the bot. */
final class MessageMethods {
    private final BotApiState state;
    private final Targets targets;

    MessageMethods(BotApiState state) {
        this.state = state;
        this.targets = new Targets(state);
    }

    JsonNode sendMessage(Params p) {
        FormattedText text = TextInput.message(p);
        return state.locked(() -> send(p, text, Json.object()));
    }

    /** Sends a message of the bot. Under the state's lock. */
    JsonNode send(Params p, FormattedText text, ObjectNode content) {
        StoredChat chat = targets.writable(p);
        var markup = ReplyMarkup.of(p);
        long topic = targets.sendTopic(chat, p);
        long replyTo = targets.replyTo(chat, topic, p);
        StoredMessage message = chat.add(state.bot, state.now(), topic);
        message.replyTo = replyTo;
        message.replyThread = replyThread(chat, replyTo);
        message.content = content;
        message.linkPreview = p.structure("link_preview_options");
        message.text = text;
        message.markup = markup;
        chat.drafts.remove(topic);
        state.tell(new BotApiEvent.MessageChanged(chat, message));
        return MessageJson.of(chat, message);
    }

    /**
     * The thread of a reply. In a supergroup without topics a reply has the id of its thread's first message, but no mark of a
     * topic.
     */
    static long replyThread(StoredChat chat, long replyTo) {
        StoredMessage replied = chat.message(replyTo);
        if (replied == null || !chat.isSupergroup() || chat.forum) {
            return 0;
        }
        return replied.replyThread == 0 ? replied.id : replied.replyThread;
    }
}
