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
import switchboard.botapi.People.Place;
import switchboard.botapi.StoredChat.Topic;

/**
 * What a browser chat client does: local chats are private chats with topics, whose person has the chat's id. All ids are
 * positive, {@code topic} 0 is the chat itself. Thread-safe; what a person does blocks until it is on the disk. Everything
 * that cannot be done is an {@link ApiError} with one plain sentence, 404 for what does not exist.
 */
public final class LocalClient {
    /** The bot that local chats are with. */
    public static final User BOT = new User(7_000_000_002L, "Switchboard", "switchboard_local_bot", true);

    private static final int MAX_NAME = 128;
    private static final int MAX_DATA_BYTES = 64;
    private static final int MAX_PAGE = 100;
    private static final int MAX_TEXT = 100_000;
    /** In bytes: larger ones no bot can fetch. */
    public static final long MAX_FILE = FileStore.MAX_DOWNLOAD;

    /** Why a larger one is refused. */
    public static final String TOO_LARGE = "A file has at most 20 MB: no bot can fetch a larger one.";

    private static final Set<String> PHOTOS = Set.of("image/png", "image/jpeg");

    private final World world;
    private final People people;
    private final ClientJson json;
    private final List<Consumer<ObjectNode>> pages = new CopyOnWriteArrayList<>();

    /** @param world has chats that this class created, and no others */
    public LocalClient(World world) {
        this.world = world;
        this.people = new People(world);
        this.json = new ClientJson(world);
        world.threadedMode(true);
        world.listen(this::tell);
    }

    /**
     * Connects a page: it gets {@code hello} and from then on a frame for each change, none of them twice or left out.
     *
     * @param sink takes frames, in order, under the world's lock: it must neither block nor change them
     * @return ends it
     */
    public Runnable connect(boolean standIn, Consumer<ObjectNode> sink) {
        return world.locked(() -> {
            sink.accept(json.hello(standIn));
            pages.add(sink);
            return () -> pages.remove(sink);
        });
    }

    /** Frames are made once, however many pages there are. */
    private void tell(Happening happening) {
        if (!pages.isEmpty()) {
            List<ObjectNode> frames = json.frames(happening);
            pages.forEach(page -> frames.forEach(page));
        }
    }

    /** All chats, oldest first. */
    public ArrayNode chats() {
        return world.locked(json::chats);
    }

    /** Opens a chat; returns it. */
    public ObjectNode createChat(String title) {
        String name = name(title, "title");
        return world.lasting(() -> {
            return json.chat(people.openPrivate(new User(world.nextChatId(), name)));
        });
    }

    /** Gives a chat another title; returns it. */
    public ObjectNode renameChat(long chatId, String title) {
        String name = name(title, "title");
        return world.lasting(() -> {
            StoredChat chat = chat(chatId);
            people.rename(chat, name);
            return json.chat(chat);
        });
    }

    /** Creates a topic; returns its id as {@code topic} and its {@code chat}. */
    public ObjectNode createTopic(long chatId, String name) {
        String checked = name(name, "name");
        return world.lasting(() -> {
            StoredChat chat = chat(chatId);
            Topic topic = people.createTopic(chat, chat.peer(), checked);
            return Json.object().put("topic", topic.id).set("chat", json.chat(chat));
        });
    }

    /**
     * The last messages of a topic, oldest first, as {@code messages}; {@code more} says whether there are older ones.
     *
     * @param before only older ones than this message; 0 = all
     * @param limit at least 1; over 100 is 100
     */
    public ObjectNode messages(long chatId, long topic, long before, int limit) {
        return world.locked(() -> {
            StoredChat chat = chat(chatId);
            requireTopic(chat, topic);
            int count = Math.clamp(limit, 1, MAX_PAGE);
            Collection<StoredMessage> older = before == 0 ? chat.newestFirst(topic) : chat.newestFirst(topic, before);
            List<StoredMessage> found = older.stream().limit(count + 1L).toList();
            List<StoredMessage> page = found.subList(0, Math.min(count, found.size()));
            return list(chat, page.reversed()).put("more", found.size() > count);
        });
    }

    /** Says something, at most 100,000 units, over 4096 in several messages; returns them as {@code messages}. */
    public ObjectNode send(long chatId, long topic, long replyTo, String text) {
        String typed = typed(text);
        return world.lasting(() -> {
            Place place = place(chatId, topic, replyTo);
            List<StoredMessage> sent = TypedText.pieces(typed).stream()
                    .map(piece -> people.send(place, piece, Json.object()))
                    .toList();
            return list(place.chat(), sent);
        });
    }

    /** Changes the text of a message of the person's own; returns the message. */
    public ObjectNode edit(long chatId, long messageId, String text) {
        String typed = typed(text);
        requireLength(typed, TypedText.MAX_PIECE, "A message");
        return world.lasting(() -> {
            StoredChat chat = chat(chatId);
            StoredMessage message = message(chat, messageId);
            if (message.from.id() != chat.id || !message.isText()) {
                throw refused("Only text messages of your own can be edited.");
            }
            return json.message(chat, people.edit(chat, messageId, TypedText.of(typed)));
        });
    }

    /**
     * Sends a file: PNG and JPEG up to 10 MB that Telegram would take as a photo, all else as a document.
     *
     * @param file at most {@link #MAX_FILE}
     * @param caption may be empty; at most 1024 units
     */
    public ObjectNode sendFile(long chatId, long topic, long replyTo, FileContent file, String caption) {
        world.locked(() -> place(chatId, topic, replyTo));
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
        StoredFile stored = world.addFile(file, file.size());
        ObjectNode content = size == null || !size.fitsPhoto()
                ? MessageMethods.document(stored)
                : MessageMethods.photo(stored, size);
        return world.lasting(() -> {
            Place place = place(chatId, topic, replyTo);
            return json.message(place.chat(), people.send(place, TypedText.of(typed), content));
        });
    }

    /** Presses a button of a message; returns the id of the press, which its answer will carry, as {@code press}. */
    public ObjectNode press(long chatId, long messageId, String data) {
        int bytes = data.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_DATA_BYTES) {
            throw refused("This is no button's data.");
        }
        return world.lasting(() -> {
            StoredChat chat = chat(chatId);
            return Json.object()
                    .put(
                            "press",
                            people.press(chat, chat.peer(), messageId, data).id());
        });
    }

    /** Stops what the bot is writing in a draft. */
    public void stopDraft(long chatId, long topic) {
        world.lasting(() -> {
            StoredChat chat = chat(chatId);
            try {
                people.stopDraft(chat, topic);
            } catch (IllegalArgumentException none) {
                throw refused("Nothing is being written there that could be stopped.");
            }
            return chat;
        });
    }

    /** The person has read what is up to a message. */
    public void read(long chatId, long topic, long messageId) {
        world.locked(() -> {
            StoredChat chat = chat(chatId);
            requireTopic(chat, topic);
            people.read(chat, topic, Math.min(messageId, chat.nextMessageId - 1));
            return chat;
        });
    }

    /** A file of any chat by its {@code file_id}. */
    public StoredFile file(String fileId) {
        StoredFile file = world.locked(() -> world.files.byId(fileId));
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
        StoredChat chat = world.chat(id);
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
