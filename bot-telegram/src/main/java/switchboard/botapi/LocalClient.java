package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.StoredChat.Topic;

/**
 * The calls of the chat client in the browser. Local chats are private chats with topics, and their person has the chat's id. All
 * ids are positive, {@code topic} 0 is the chat itself. Thread-safe; a person's action blocks until it is on the disk. An
 * impossible call fails with an {@link ApiError} of one plain sentence; its code is 404 if something does not exist.
 */
public final class LocalClient {
    /** The bot that local chats are with. */
    public static final User BOT = new User(7_000_000_002L, "Switchboard", "switchboard_local_bot", true);

    private static final int MAX_NAME = 128;
    private static final int MAX_DATA_BYTES = 64;
    private static final int MAX_PAGE = 100;

    /** In bytes. Five times what Telegram hands out to bots, because these files stay on this machine. */
    public static final long MAX_FILE = 100_000_000;

    /** Why a larger file is refused. */
    public static final String TOO_LARGE =
            "A file can have up to 100 MB here. Tell me the path of a larger one instead.";

    /** The most files of one message. */
    static final int MAX_FILES = 10;

    private final BotApiState state;
    private final PersonActions actions;
    private final Lookup lookup;
    private final Posting posting;
    private final ClientJson json;
    private final List<Consumer<ObjectNode>> pages = new CopyOnWriteArrayList<>();

    /** @param state a state whose chats were all created by this class */
    public LocalClient(BotApiState state) {
        this.state = state;
        this.actions = new PersonActions(state);
        this.lookup = new Lookup(state);
        this.posting = new Posting(state, actions, lookup);
        this.json = new ClientJson(state);
        state.threadedMode(true);
        state.listen(this::tell);
    }

    /**
     * Connects a page. The page gets {@code hello}, then exactly one frame for each change.
     *
     * @param sink takes frames, in order, under the state's lock: it must neither block nor change them
     * @return disconnects the page
     */
    public Runnable connect(boolean standIn, Consumer<ObjectNode> sink) {
        return state.locked(() -> {
            sink.accept(json.hello(standIn));
            pages.add(sink);
            return () -> pages.remove(sink);
        });
    }

    /** Builds frames once for all pages. */
    private void tell(BotApiEvent event) {
        if (!pages.isEmpty()) {
            List<ObjectNode> frames = json.frames(event);
            pages.forEach(page -> frames.forEach(page));
        }
    }

    /** All chats, oldest first. */
    public ArrayNode chats() {
        return state.locked(json::chats);
    }

    /** Opens a chat; returns it. */
    public ObjectNode createChat(String title) {
        String name = name(title, "title");
        return state.lasting(() -> {
            return json.chat(actions.openPrivate(new User(state.nextChatId(), name)));
        });
    }

    /** Gives a chat another title; returns it. */
    public ObjectNode renameChat(long chatId, String title) {
        String name = name(title, "title");
        return state.lasting(() -> {
            StoredChat chat = lookup.chat(chatId);
            actions.rename(chat, name);
            return json.chat(chat);
        });
    }

    /** Creates a topic; returns its id as {@code topic} and its {@code chat}. */
    public ObjectNode createTopic(long chatId, String name) {
        String checked = name(name, "name");
        return state.lasting(() -> {
            StoredChat chat = lookup.chat(chatId);
            Topic topic = actions.createTopic(chat, chat.peer(), checked);
            return Json.object().put("topic", topic.id).set("chat", json.chat(chat));
        });
    }

    /**
     * The last messages of a topic, oldest first, as {@code messages}; {@code more} says whether there are older ones.
     *
     * @param before only messages older than this one; 0 = all
     * @param limit at least 1; over 100 is 100
     */
    public ObjectNode messages(long chatId, long topic, long before, int limit) {
        return state.locked(() -> {
            StoredChat chat = lookup.chat(chatId);
            Lookup.requireTopic(chat, topic);
            int count = Math.clamp(limit, 1, MAX_PAGE);
            Collection<StoredMessage> older = before == 0 ? chat.newestFirst(topic) : chat.newestFirst(topic, before);
            List<StoredMessage> found = older.stream().limit(count + 1L).toList();
            List<StoredMessage> page = found.subList(0, Math.min(count, found.size()));
            return list(chat, page.reversed()).put("more", found.size() > count);
        });
    }

    /**
     * Sends a text of at most 100,000 units, as several messages if it has more than 4096, or up to {@link #MAX_FILES} files of at
     * most {@link #MAX_FILE} bytes with a caption of at most 4096 units. Returns the messages as {@code messages}.
     */
    public ObjectNode send(Post post) {
        List<StoredMessage> sent = posting.send(post);
        return state.locked(() -> list(lookup.chat(post.chatId()), sent));
    }

    /** Changes the text of one of the person's own messages; returns the message. */
    public ObjectNode edit(long chatId, long messageId, String text) {
        String typed = typed(text);
        requireLength(typed, TypedText.MAX_PIECE, "A message");
        return state.lasting(() -> {
            StoredChat chat = lookup.chat(chatId);
            StoredMessage message = Lookup.message(chat, messageId);
            if (message.from.id() != chat.id || !message.isText()) {
                throw refused("Only text messages of your own can be edited.");
            }
            return json.message(chat, actions.edit(chat, messageId, TypedText.of(typed)));
        });
    }

    /** Presses a button of a message. Returns the id of the press as {@code press}; its answer will have the same id. */
    public ObjectNode press(long chatId, long messageId, String data) {
        int bytes = data.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_DATA_BYTES) {
            throw refused("This is no button's data.");
        }
        return state.lasting(() -> {
            StoredChat chat = lookup.chat(chatId);
            return Json.object()
                    .put(
                            "press",
                            actions.press(chat, chat.peer(), messageId, data).id());
        });
    }

    /** Stops the draft that the bot is writing. */
    public void stopDraft(long chatId, long topic) {
        state.lasting(() -> {
            StoredChat chat = lookup.chat(chatId);
            try {
                actions.stopDraft(chat, topic);
            } catch (IllegalArgumentException none) {
                throw refused("Nothing is being written there that could be stopped.");
            }
            return chat;
        });
    }

    /** The person has read all messages up to this one. */
    public void read(long chatId, long topic, long messageId) {
        state.locked(() -> {
            StoredChat chat = lookup.chat(chatId);
            Lookup.requireTopic(chat, topic);
            actions.read(chat, topic, Math.min(messageId, chat.nextMessageId - 1));
            return chat;
        });
    }

    /** A file of any chat by its {@code file_id}. */
    public StoredFile file(String fileId) {
        StoredFile file = state.locked(() -> state.files.byId(fileId));
        if (file == null) {
            throw ApiError.of(404, "There is no such file.");
        }
        return file;
    }

    private ObjectNode list(StoredChat chat, List<StoredMessage> messages) {
        ObjectNode result = Json.object();
        ArrayNode array = result.putArray("messages");
        messages.forEach(message -> array.add(json.message(chat, message)));
        return result;
    }

    private static String typed(String text) {
        String typed = FormattedText.normalized(text, List.of()).text();
        if (typed.isEmpty()) {
            throw refused("There is no text to send.");
        }
        return typed;
    }

    private static String name(String given, String what) {
        String name = FormattedText.normalized(given, List.of()).text().replace('\n', ' ');
        if (name.isEmpty()) {
            throw refused("The " + what + " is empty.");
        }
        requireLength(name, MAX_NAME, "A " + what);
        return name;
    }

    private static void requireLength(String text, int max, String what) {
        if (text.length() > max) {
            throw refused(what + " has at most " + max + " characters.");
        }
    }

    private static ApiError refused(String sentence) {
        return ApiError.of(400, sentence);
    }
}
