package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of Bot API methods: name, what it counts as, what it does. */
final class BotMethods {
    /** One method; {@code name} as Telegram spells it. */
    record Entry(String name, Limits.Kind kind, Function<Params, JsonNode> run) {}

    private final World world;
    private final Map<String, Entry> table = new HashMap<>();

    BotMethods(World world) {
        this.world = world;
        addMessages();
        addChats();
        addTopics();
        addUpdates();
    }

    /** The method of a name in any case; null if there is none. */
    @Nullable
    Entry find(String name) {
        return table.get(name.toLowerCase(Locale.ROOT));
    }

    private void addMessages() {
        MessageMethods messages = new MessageMethods(world);
        EditMethods edits = new EditMethods(world);
        add("sendMessage", Limits.Kind.WRITE, messages::sendMessage);
        add("sendDocument", Limits.Kind.WRITE, messages::sendDocument);
        add("sendPhoto", Limits.Kind.WRITE, messages::sendPhoto);
        add("editMessageText", Limits.Kind.WRITE, edits::editMessageText);
        add("editMessageReplyMarkup", Limits.Kind.WRITE, edits::editMessageReplyMarkup);
        add("deleteMessage", Limits.Kind.OTHER, edits::deleteMessage);
        add("setMessageReaction", Limits.Kind.OTHER, edits::setMessageReaction);
    }

    private void addChats() {
        ChatMethods chats = new ChatMethods(world);
        add("sendChatAction", Limits.Kind.TYPING, chats::sendChatAction);
        add("sendMessageDraft", Limits.Kind.TYPING, chats::sendMessageDraft);
        add("answerCallbackQuery", Limits.Kind.FREE, chats::answerCallbackQuery);
        add("getChat", Limits.Kind.FREE, chats::getChat);
        add("leaveChat", Limits.Kind.FREE, chats::leaveChat);
        add("getFile", Limits.Kind.FREE, chats::getFile);
    }

    private void addTopics() {
        TopicMethods topics = new TopicMethods(world);
        add("createForumTopic", Limits.Kind.WRITE, topics::createForumTopic);
        add("editForumTopic", Limits.Kind.WRITE, topics::editForumTopic);
        add("closeForumTopic", Limits.Kind.WRITE, topics::closeForumTopic);
        add("deleteForumTopic", Limits.Kind.WRITE, topics::deleteForumTopic);
    }

    private void addUpdates() {
        UpdateMethods updates = new UpdateMethods(world);
        add("getMe", Limits.Kind.FREE, updates::getMe);
        add("deleteWebhook", Limits.Kind.FREE, updates::deleteWebhook);
        add("getWebhookInfo", Limits.Kind.FREE, updates::getWebhookInfo);
        add("setMyCommands", Limits.Kind.FREE, updates::setMyCommands);
        add("getMyCommands", Limits.Kind.FREE, updates::getMyCommands);
        add("deleteMyCommands", Limits.Kind.FREE, updates::deleteMyCommands);
        put("getUpdates", Limits.Kind.FREE, updates::getUpdates);
    }

    private void add(String name, Limits.Kind kind, Function<Params, JsonNode> run) {
        put(name, kind, p -> world.change(() -> run.apply(p)));
    }

    private void put(String name, Limits.Kind kind, Function<Params, JsonNode> run) {
        table.put(name.toLowerCase(Locale.ROOT), new Entry(name, kind, run));
    }
}
