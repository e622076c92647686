package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import switchboard.botapi.StoredChat.Draft;
import switchboard.botapi.StoredChat.Topic;

/**
 * The JSON for the chat client in the browser: chats with a line for each topic, Telegram's messages with one more field, and a
 * frame for each change. Called under the state's lock.
 */
final class ClientJson {
    private static final String LANGUAGE = "en";
    private static final int PREVIEW = 120;

    private final BotApiState state;

    ClientJson(BotApiState state) {
        this.state = state;
    }

    /** Telegram's message, except that a message in a topic is not shown as a reply to the topic's first one. */
    ObjectNode message(StoredChat chat, StoredMessage message) {
        ObjectNode node = MessageJson.of(chat, message);
        if (message.replyTo == 0) {
            node.remove("reply_to_message");
        }
        ArrayNode reactions = node.putArray("reactions");
        message.reactions.forEach(reactions::add);
        if (!message.randomId.isEmpty()) {
            node.put("random_id", message.randomId);
        }
        return node;
    }

    ObjectNode chat(StoredChat chat) {
        ObjectNode node = Json.object().put("id", chat.id).put("title", chat.title);
        ArrayNode lines = node.putArray("lines");
        lines.add(line(chat, 0, "", false));
        for (Topic topic : chat.topics.values()) {
            lines.add(line(chat, topic.id, topic.name, topic.closed));
        }
        return node;
    }

    ArrayNode chats() {
        ArrayNode chats = Json.array();
        state.chats().forEach(chat -> chats.add(chat(chat)));
        return chats;
    }

    JsonNode commands() {
        return state.menus.ofPrivateChats(LANGUAGE);
    }

    /** The whole state, for a page that has just connected. */
    ObjectNode hello(boolean standIn) {
        ObjectNode hello = frame("hello")
                .put("stand_in", standIn)
                .put("max_file", state.files.limits().file())
                .put("max_files", LocalClient.MAX_FILES);
        hello.putObject("bot")
                .put("id", state.bot.id())
                .put("first_name", state.bot.firstName())
                .put("username", state.bot.username());
        hello.set("chats", chats());
        hello.set("commands", commands());
        return hello;
    }

    /** The frames that tell pages of a change. */
    List<ObjectNode> frames(BotApiEvent event) {
        return switch (event) {
            case BotApiEvent.MessageChanged changed ->
                List.of(
                        frame("message").set("message", message(changed.chat(), changed.message())),
                        chatFrame(changed.chat()));
            case BotApiEvent.MessageDeleted deleted ->
                List.of(
                        in("deleted", deleted.chat()).put("message_id", deleted.messageId()),
                        chatFrame(deleted.chat()));
            case BotApiEvent.ChatChanged changed -> List.of(chatFrame(changed.chat()));
            case BotApiEvent.ActionShown shown ->
                List.of(in("action", shown.chat()).put("topic", shown.topic()).put("action", shown.action()));
            case BotApiEvent.DraftShown shown -> List.of(draft(shown));
            case BotApiEvent.PressAnswered answered ->
                List.of(frame("answer")
                        .put("press", answered.queryId())
                        .put("text", answered.text())
                        .put("alert", answered.alert()));
            case BotApiEvent.CommandsChanged changed ->
                List.of(frame("commands").set("commands", commands()));
            case BotApiEvent.UpdateQueued queued -> List.of();
            case BotApiEvent.UpdatesConfirmed confirmed -> List.of();
            case BotApiEvent.FileAdded added -> List.of();
            case BotApiEvent.FileRemoved removed -> List.of();
        };
    }

    private ObjectNode chatFrame(StoredChat chat) {
        return frame("chat").set("chat", chat(chat));
    }

    private static ObjectNode draft(BotApiEvent.DraftShown shown) {
        Draft draft = shown.draft();
        ObjectNode frame = in("draft", shown.chat())
                .put("topic", shown.topic())
                .put("draft_id", draft.id())
                .put("text", draft.text().text())
                .put("can_stop", draft.canStop());
        return frame.set("entities", draft.text().entitiesJson());
    }

    private ObjectNode line(StoredChat chat, long topic, String name, boolean closed) {
        ObjectNode line = Json.object()
                .put("id", topic == 0 ? String.valueOf(chat.id) : chat.id + "_" + topic)
                .put("topic", topic)
                .put("name", name)
                .put("closed", closed)
                .put("unread", chat.unread(state.bot, topic))
                .put("last_read", chat.lastRead(topic));
        StoredMessage last = chat.newestFirst(topic).stream()
                .filter(message -> !message.isService())
                .findFirst()
                .orElse(null);
        return last == null ? line.putNull("last") : line.set("last", last(last, words(chat, topic, last)));
    }

    /** The text of a message, or of the piece of its album that has one. */
    private static String words(StoredChat chat, long topic, StoredMessage message) {
        String album = message.content.path("media_group_id").asText();
        return chat.newestFirst(topic, message.id + 1).stream()
                .takeWhile(each -> each.equals(message)
                        || (!album.isEmpty()
                                && each.content.path("media_group_id").asText().equals(album)))
                .map(each -> each.text.text())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private ObjectNode last(StoredMessage message, String words) {
        return Json.object()
                .put("message_id", message.id)
                .put("is_bot", message.from.id() == state.bot.id())
                .put("date", message.date.getEpochSecond())
                .put("text", words.isEmpty() ? SentMedia.name(message.content) : preview(words));
    }

    private static String preview(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= PREVIEW) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(PREVIEW - 1)) ? PREVIEW - 1 : PREVIEW;
        return line.substring(0, end);
    }

    private static ObjectNode in(String type, StoredChat chat) {
        return frame(type).put("chat", chat.id);
    }

    private static ObjectNode frame(String type) {
        return Json.object().put("type", type);
    }
}
