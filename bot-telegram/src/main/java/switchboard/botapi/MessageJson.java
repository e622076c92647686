package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Renders stored messages as Telegram's {@code Message}. */
final class MessageJson {
    private MessageJson() {}

    static ObjectNode of(StoredChat chat, StoredMessage m) {
        ObjectNode node = withoutReply(chat, m);
        StoredMessage replied = m.replyTo == 0 ? null : chat.message(m.replyTo);
        if (replied != null) {
            node.set("reply_to_message", withoutReply(chat, replied));
        } else if (m.topic != 0 && m.replyTo == 0 && m.id != m.topic) {
            StoredMessage first = chat.message(m.topic);
            if (first != null) {
                node.set("reply_to_message", withoutReply(chat, first));
            }
        }
        return node;
    }

    private static ObjectNode withoutReply(StoredChat chat, StoredMessage m) {
        ObjectNode node = Json.object().put("message_id", m.id);
        if (m.topic != 0) {
            node.put("message_thread_id", m.topic).put("is_topic_message", true);
        } else if (m.replyThread != 0) {
            node.put("message_thread_id", m.replyThread);
        }
        node.set("from", m.from.json());
        if (m.senderChat != null) {
            node.set("sender_chat", m.senderChat);
        }
        node.put("date", m.date.getEpochSecond());
        node.set("chat", chat.json());
        if (m.editedAt != null) {
            node.put("edit_date", m.editedAt.getEpochSecond());
        }
        node.setAll(m.content);
        addText(node, m);
        if (m.linkPreview != null) {
            node.set("link_preview_options", m.linkPreview);
        }
        if (m.markup.inline() != null) {
            node.putObject("reply_markup").set("inline_keyboard", m.markup.inline());
        }
        return node;
    }

    private static void addText(ObjectNode node, StoredMessage m) {
        String name = m.isText() ? "text" : "caption";
        if (!m.text.text().isEmpty()) {
            node.put(name, m.text.text());
        }
        if (!m.text.entities().isEmpty()) {
            node.set(m.isText() ? "entities" : "caption_entities", m.text.entitiesJson());
        }
    }
}
