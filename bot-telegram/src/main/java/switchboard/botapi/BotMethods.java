package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of Bot API methods. Thread-safe; no call blocks longer than a write to a disk's cache. */
public final class BotMethods {
    /**
     * One method.
     *
     * @param name as Telegram spells it
     * @param run gives the result at once, except for a waiting {@code getUpdates}; fails with {@link ApiError} if the call is
     *     refused
     */
    public record Entry(String name, Function<Params, CompletionStage<JsonNode>> run) {}

    private final BotApiState state;
    private final Map<String, Entry> table = new HashMap<>();

    public BotMethods(BotApiState state) {
        this.state = state;
        addMessages();
        addChats();
        addUpdates();
    }

    /** The method of a name in any case; null if there is none. */
    public @Nullable Entry find(String name) {
        return table.get(name.toLowerCase(Locale.ROOT));
    }

    private void addMessages() {
        var messages = new MessageMethods(state);
        var edits = new EditMethods(state);
        addUnlocked("sendMessage", messages::sendMessage);
        var media = new MediaMethods(state, messages);
        MediaMethods.KINDS.forEach(kind -> addUnlocked(
                "send" + kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1), media.sends(kind)));
        addUnlocked("sendMediaGroup", media::sendMediaGroup);
        add("editMessageText", edits::editMessageText);
        add("editMessageCaption", edits::editMessageCaption);
        add("editMessageReplyMarkup", edits::editMessageReplyMarkup);
        add("deleteMessage", edits::deleteMessage);
        add("setMessageReaction", edits::setMessageReaction);
    }

    private void addChats() {
        var chats = new ChatMethods(state);
        add("sendChatAction", chats::sendChatAction);
        add("sendMessageDraft", chats::sendMessageDraft);
        add("answerCallbackQuery", chats::answerCallbackQuery);
        add("getChat", chats::getChat);
        add("getFile", chats::getFile);
    }

    private void addUpdates() {
        var updates = new UpdateMethods(state);
        add("getMe", updates::getMe);
        add("setMyCommands", updates::setMyCommands);
        add("getMyCommands", updates::getMyCommands);
        add("deleteMyCommands", updates::deleteMyCommands);
        put("getUpdates", p -> state.locked(() -> updates.getUpdates(p)));
    }

    /** Adds a method that is called under the state's lock. */
    void add(String name, Function<Params, JsonNode> run) {
        addUnlocked(name, p -> state.locked(() -> run.apply(p)));
    }

    /** Adds a method that takes the lock itself when it needs it. */
    private void addUnlocked(String name, Function<Params, JsonNode> run) {
        put(name, p -> CompletableFuture.completedStage(run.apply(p)));
    }

    /** Adds a method, or replaces the one of this name. */
    void put(String name, Function<Params, CompletionStage<JsonNode>> run) {
        table.put(name.toLowerCase(Locale.ROOT), new Entry(name, p -> answered(run, p)));
    }

    private static CompletionStage<JsonNode> answered(Function<Params, CompletionStage<JsonNode>> run, Params p) {
        try {
            return run.apply(p);
        } catch (ApiError refused) {
            return CompletableFuture.failedStage(refused);
        }
    }
}
