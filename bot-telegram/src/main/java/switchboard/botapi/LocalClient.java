package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.PersonActions.Place;
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
    private static final int MAX_TEXT = 100_000;
    /** In bytes; a bot cannot fetch a larger file. */
    public static final long MAX_FILE = FileStore.MAX_DOWNLOAD;

    /** Why a larger file is refused. */
    public static final String TOO_LARGE = "A file has at most 20 MB: no bot can fetch a larger one.";

    private static final Set<String> PHOTOS = Set.of("image/png", "image/jpeg");

    private final BotApiState state;
    private final PersonActions actions;
    private final ClientJson json;
    private final List<Consumer<ObjectNode>> pages = new CopyOnWriteArrayList<>();

    /** @param state a state whose chats were all created by this class */
    public LocalClient(BotApiState state) {
        this.state = state;
        this.actions = new PersonActions(state);
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
            StoredChat chat = chat(chatId);
            actions.rename(chat, name);
            return json.chat(chat);
        });
    }

    /** Creates a topic; returns its id as {@code topic} and its {@code chat}. */
    public ObjectNode createTopic(long chatId, String name) {
        String checked = name(name, "name");
        return state.lasting(() -> {
            StoredChat chat = chat(chatId);
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
            StoredChat chat = chat(chatId);
            requireTopic(chat, topic);
            int count = Math.clamp(limit, 1, MAX_PAGE);
            Collection<StoredMessage> older = before == 0 ? chat.newestFirst(topic) : chat.newestFirst(topic, before);
            List<StoredMessage> found = older.stream().limit(count + 1L).toList();
            List<StoredMessage> page = found.subList(0, Math.min(count, found.size()));
            return list(chat, page.reversed()).put("more", found.size() > count);
        });
    }

    /** Sends a text of at most 100,000 units, as several messages if it has more than 4096. Returns them as {@code messages}. */
    public ObjectNode send(long chatId, long topic, long replyTo, String text) {
        String typed = typed(text);
        return state.lasting(() -> {
            Place place = place(chatId, topic, replyTo);
            List<StoredMessage> sent = TypedText.pieces(typed).stream()
                    .map(piece -> actions.send(place, piece, Json.object()))
                    .toList();
            return list(place.chat(), sent);
        });
    }

    /** Changes the text of one of the person's own messages; returns the message. */
    public ObjectNode edit(long chatId, long messageId, String text) {
        String typed = typed(text);
        requireLength(typed, TypedText.MAX_PIECE, "A message");
        return state.lasting(() -> {
            StoredChat chat = chat(chatId);
            StoredMessage message = message(chat, messageId);
            if (message.from.id() != chat.id || !message.isText()) {
                throw refused("Only text messages of your own can be edited.");
            }
            return json.message(chat, actions.edit(chat, messageId, TypedText.of(typed)));
        });
    }

    /**
     * Sends a file: a PNG or JPEG up to 10 MB that Telegram would accept as a photo, anything else as a document.
     *
     * @param file at most {@link #MAX_FILE}
     * @param caption may be empty; at most 1024 units
     */
    public ObjectNode sendFile(long chatId, long topic, long replyTo, FileContent file, String caption) {
        state.locked(() -> place(chatId, topic, replyTo));
        String typed = FormattedText.normalized(caption, List.of()).text();
        requireLength(typed, TextInput.MAX_CAPTION, "A caption");
        if (file.size() == 0) {
            throw refused("The file is empty.");
        }
        if (file.size() > MAX_FILE) {
            throw ApiError.of(413, TOO_LARGE);
        }
        PictureSize size = PHOTOS.contains(file.mimeType()) && file.size() <= MessageMethods.MAX_PHOTO
                ? PictureSize.of(file.bytes())
                : null;
        StoredFile stored = state.addFile(file, file.size());
        ObjectNode content = size == null || !size.fitsPhoto()
                ? MessageMethods.document(stored)
                : MessageMethods.photo(stored, size);
        return state.lasting(() -> {
            Place place = place(chatId, topic, replyTo);
            return json.message(place.chat(), actions.send(place, TypedText.of(typed), content));
        });
    }

    /** Presses a button of a message. Returns the id of the press as {@code press}; its answer will have the same id. */
    public ObjectNode press(long chatId, long messageId, String data) {
        int bytes = data.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_DATA_BYTES) {
            throw refused("This is no button's data.");
        }
        return state.lasting(() -> {
            StoredChat chat = chat(chatId);
            return Json.object()
                    .put(
                            "press",
                            actions.press(chat, chat.peer(), messageId, data).id());
        });
    }

    /** Stops the draft that the bot is writing. */
    public void stopDraft(long chatId, long topic) {
        state.lasting(() -> {
            StoredChat chat = chat(chatId);
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
            StoredChat chat = chat(chatId);
            requireTopic(chat, topic);
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

    private Place place(long chatId, long topic, long replyTo) {
        StoredChat chat = chat(chatId);
        requireTopic(chat, topic);
        if (replyTo != 0 && message(chat, replyTo).topic != topic) {
            throw refused("A reply stands in the topic of its message.");
        }
        return new Place(chat, chat.peer(), topic, replyTo);
    }

    private StoredChat chat(long id) {
        StoredChat chat = state.chat(id);
        if (chat == null) {
            throw ApiError.of(404, "There is no chat " + id + ".");
        }
        return chat;
    }

    private static StoredMessage message(StoredChat chat, long id) {
        StoredMessage message = chat.message(id);
        if (message == null) {
            throw ApiError.of(404, "There is no message " + id + " in this chat.");
        }
        return message;
    }

    private static void requireTopic(StoredChat chat, long topic) {
        if (topic != 0 && chat.topic(topic) == null) {
            throw ApiError.of(404, "There is no topic " + topic + " in this chat.");
        }
    }

    private static String typed(String text) {
        if (text.length() > MAX_TEXT) {
            throw refused("This text is longer than 100,000 characters. Save it in a file and tell me its path.");
        }
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
