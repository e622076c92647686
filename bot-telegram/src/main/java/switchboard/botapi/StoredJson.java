package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.StoredChat.Standing;
import switchboard.botapi.StoredChat.Topic;

/** Translates chats, messages, updates and files to their stored JSON and back. Empty optional fields are left out. */
final class StoredJson {
    /** An update with the time at which it was queued. */
    record QueuedUpdate(ObjectNode update, Instant at) {}

    private StoredJson() {}

    /** A chat without its messages; drafts are not kept. */
    static ObjectNode chat(StoredChat chat) {
        ObjectNode node = Json.object()
                .put("id", chat.id)
                .put("type", chat.type)
                .put("title", chat.title)
                .put("forum", chat.forum)
                .put("standing", chat.standing.name())
                .put("migrated_to", chat.migratedTo)
                .put("next_message_id", chat.nextMessageId);
        ArrayNode members = node.putArray("members");
        chat.members.values().forEach(member -> members.add(user(member)));
        ArrayNode topics = node.putArray("topics");
        chat.topics.values().forEach(topic -> topics.add(topic(topic)));
        ObjectNode read = node.putObject("last_read");
        chat.lastRead.forEach((topic, message) -> read.put(String.valueOf(topic), message));
        return node;
    }

    static StoredChat chat(JsonNode node) {
        var chat = new StoredChat(
                number(node, "id"), text(node, "type"), text(node, "title"), number(node, "next_message_id"));
        chat.forum = node.path("forum").asBoolean();
        chat.standing = Standing.valueOf(text(node, "standing"));
        chat.migratedTo = number(node, "migrated_to");
        for (JsonNode member : node.path("members")) {
            User user = user(member);
            chat.members.put(user.id(), user);
        }
        for (JsonNode stored : node.path("topics")) {
            Topic topic = topic(stored);
            chat.topics.put(topic.id, topic);
        }
        node.path("last_read")
                .properties()
                .forEach(read -> chat.lastRead.put(
                        Long.valueOf(read.getKey()), read.getValue().asLong()));
        return chat;
    }

    static ObjectNode message(StoredMessage m) {
        ObjectNode node = Json.object()
                .put("id", m.id)
                .put("date", m.date.toEpochMilli())
                .put("topic", m.topic)
                .put("thread", m.replyThread)
                .put("reply_to", m.replyTo)
                .put("text", m.text.text())
                .put("custom_markup", m.markup.custom());
        node.set("from", user(m.from));
        node.set("content", m.content);
        ArrayNode entities = node.putArray("entities");
        m.text.entities().forEach(entity -> entities.add(entity(entity)));
        ArrayNode reactions = node.putArray("reactions");
        m.reactions.forEach(reactions::add);
        if (m.editedAt != null) {
            node.put("edited", m.editedAt.toEpochMilli());
        }
        if (!m.randomId.isEmpty()) {
            node.put("random_id", m.randomId);
        }
        setIfAny(node, "keyboard", m.markup.inline());
        setIfAny(node, "link_preview", m.linkPreview);
        setIfAny(node, "sender_chat", m.senderChat);
        return node;
    }

    static StoredMessage message(JsonNode node) {
        var m = new StoredMessage(
                number(node, "id"), user(node.path("from")), instant(node, "date"), number(node, "topic"));
        m.replyThread = number(node, "thread");
        m.replyTo = number(node, "reply_to");
        m.content = (ObjectNode) node.required("content");
        m.markup =
                new ReplyMarkup(node.get("keyboard"), node.path("custom_markup").asBoolean());
        m.editedAt = node.has("edited") ? instant(node, "edited") : null;
        m.randomId = node.path("random_id").asText();
        m.linkPreview = node.get("link_preview");
        m.senderChat = (ObjectNode) node.get("sender_chat");
        var entities = new ArrayList<Entity>();
        node.path("entities").forEach(entity -> entities.add(entity(entity)));
        m.text = new FormattedText(text(node, "text"), entities);
        var reactions = new ArrayList<String>();
        node.path("reactions").forEach(reaction -> reactions.add(reaction.asText()));
        m.reactions = List.copyOf(reactions);
        return m;
    }

    static ObjectNode update(ObjectNode update, Instant at) {
        ObjectNode node = Json.object().put("at", at.toEpochMilli());
        node.set("update", update);
        return node;
    }

    static QueuedUpdate update(JsonNode node) {
        return new QueuedUpdate((ObjectNode) node.required("update"), instant(node, "at"));
    }

    static ObjectNode file(StoredFile file) {
        return Json.object()
                .put("id", file.id())
                .put("path", file.path())
                .put("name", file.name())
                .put("mime_type", file.mimeType())
                .put("size", file.size());
    }

    static StoredFile file(JsonNode node) {
        return new StoredFile(
                text(node, "id"),
                text(node, "path"),
                text(node, "name"),
                text(node, "mime_type"),
                number(node, "size"));
    }

    private static ObjectNode user(User user) {
        ObjectNode node = Json.object()
                .put("id", user.id())
                .put("first_name", user.firstName())
                .put("bot", user.bot());
        return user.username() == null ? node : node.put("username", user.username());
    }

    private static User user(JsonNode node) {
        return new User(
                number(node, "id"),
                text(node, "first_name"),
                textOrNull(node, "username"),
                node.path("bot").asBoolean());
    }

    private static ObjectNode topic(Topic topic) {
        return Json.object()
                .put("id", topic.id)
                .put("name", topic.name)
                .put("icon_color", topic.iconColor)
                .put("icon_emoji", topic.iconEmoji)
                .put("closed", topic.closed);
    }

    private static Topic topic(JsonNode node) {
        var topic = new Topic(number(node, "id"), text(node, "name"), (int) number(node, "icon_color"));
        topic.iconEmoji = text(node, "icon_emoji");
        topic.closed = node.path("closed").asBoolean();
        return topic;
    }

    private static ObjectNode entity(Entity entity) {
        ObjectNode node = Json.object()
                .put("type", entity.type())
                .put("offset", entity.offset())
                .put("length", entity.length());
        return entity.detail() == null ? node : node.put("detail", entity.detail());
    }

    private static Entity entity(JsonNode node) {
        return new Entity(
                text(node, "type"),
                (int) number(node, "offset"),
                (int) number(node, "length"),
                textOrNull(node, "detail"));
    }

    private static void setIfAny(ObjectNode node, String name, @Nullable JsonNode value) {
        if (value != null) {
            node.set(name, value);
        }
    }

    private static long number(JsonNode node, String name) {
        return node.required(name).longValue();
    }

    private static Instant instant(JsonNode node, String name) {
        return Instant.ofEpochMilli(number(node, name));
    }

    private static String text(JsonNode node, String name) {
        return node.required(name).asText();
    }

    private static @Nullable String textOrNull(JsonNode node, String name) {
        return node.has(name) ? node.get(name).asText() : null;
    }
}
