package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import switchboard.botapi.FileStore.StoredFile;

/**
 * Sends messages: {@code sendMessage}, {@code sendDocument}, {@code sendPhoto}. Called without the state's lock, because files
 * are written before it is taken.
 */
final class MessageMethods {
    static final long MAX_PHOTO = 10L << 20;

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

    JsonNode sendDocument(Params p) {
        FormattedText caption = TextInput.caption(p);
        StoredFile file = file(p, "document");
        return state.locked(() -> {
            state.list(file);
            return send(p, caption, document(file));
        });
    }

    JsonNode sendPhoto(Params p) {
        FormattedText caption = TextInput.caption(p);
        StoredFile file = file(p, "photo");
        if (file.size() > MAX_PHOTO) {
            throw ApiError.badRequest("file is too big");
        }
        FileContent upload = p.upload("photo");
        PictureSize size = PictureSize.of((upload == null ? state.files.content(file) : upload).bytes());
        if (size == null) {
            throw ApiError.badRequest("IMAGE_PROCESS_FAILED");
        }
        if (!size.fitsPhoto()) {
            throw ApiError.badRequest("PHOTO_INVALID_DIMENSIONS");
        }
        return state.locked(() -> {
            state.list(file);
            return send(p, caption, photo(file, size));
        });
    }

    /** The content of a message with a document. */
    static ObjectNode document(StoredFile file) {
        ObjectNode content = Json.object();
        content.set("document", file.json().put("file_name", file.name()).put("mime_type", file.mimeType()));
        return content;
    }

    /** The content of a message with a photo. */
    static ObjectNode photo(StoredFile file, PictureSize size) {
        ObjectNode content = Json.object();
        content.putArray("photo").add(file.json().put("width", size.width()).put("height", size.height()));
        return content;
    }

    private JsonNode send(Params p, FormattedText text, ObjectNode content) {
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

    /** A listed file, or an uploaded one that will be listed. */
    private StoredFile file(Params p, String name) {
        FileContent upload = p.upload(name);
        if (upload != null) {
            if (upload.size() == 0) {
                throw ApiError.badRequest("file must be non-empty");
            }
            return state.files.keep(upload, upload.size());
        }
        String id = p.text(name);
        if (id == null || id.isEmpty()) {
            throw ApiError.badRequest("there is no " + name + " in the request");
        }
        if (id.startsWith("http")) {
            throw ApiError.badRequest("failed to get HTTP URL content");
        }
        StoredFile known = state.locked(() -> state.files.byId(id));
        if (known == null) {
            throw ApiError.badRequest("wrong file identifier/HTTP URL specified");
        }
        return known;
    }
}
