package switchboard.telegram.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import switchboard.telegram.local.FileStore.StoredFile;

/** Sending: {@code sendMessage}, {@code sendDocument}, {@code sendPhoto}. Called under the world's lock. */
final class MessageMethods {
    static final long MAX_PHOTO = 10L << 20;

    private final World world;
    private final Targets targets;

    MessageMethods(World world) {
        this.world = world;
        this.targets = new Targets(world);
    }

    JsonNode sendMessage(Params p) {
        return send(p, TextInput.message(p), Json.object());
    }

    JsonNode sendDocument(Params p) {
        FormattedText caption = TextInput.caption(p);
        StoredFile file = file(p, "document");
        return send(p, caption, document(file));
    }

    JsonNode sendPhoto(Params p) {
        FormattedText caption = TextInput.caption(p);
        StoredFile file = file(p, "photo");
        if (file.size() > MAX_PHOTO) {
            throw ApiError.badRequest("file is too big");
        }
        PictureSize size = PictureSize.of(world.files.content(file).bytes());
        if (size == null) {
            throw ApiError.badRequest("IMAGE_PROCESS_FAILED");
        }
        if (!size.fitsPhoto()) {
            throw ApiError.badRequest("PHOTO_INVALID_DIMENSIONS");
        }
        return send(p, caption, photo(file, size));
    }

    /** What a message with a document holds. */
    static ObjectNode document(StoredFile file) {
        ObjectNode content = Json.object();
        content.set("document", file.json().put("file_name", file.name()).put("mime_type", file.mimeType()));
        return content;
    }

    /** What a message with a photo holds. */
    static ObjectNode photo(StoredFile file, PictureSize size) {
        ObjectNode content = Json.object();
        content.putArray("photo").add(file.json().put("width", size.width()).put("height", size.height()));
        return content;
    }

    private JsonNode send(Params p, FormattedText text, ObjectNode content) {
        StoredChat chat = targets.writable(p);
        ReplyMarkup markup = ReplyMarkup.of(p);
        long topic = targets.sendTopic(chat, p);
        long replyTo = targets.replyTo(chat, topic, p);
        StoredMessage message = chat.add(world.bot, world.now(), topic);
        message.replyTo = replyTo;
        message.replyThread = replyThread(chat, replyTo);
        message.content = content;
        message.linkPreview = p.structure("link_preview_options");
        message.text = text;
        message.markup = markup;
        chat.drafts.remove(topic);
        world.tell(new Happening.MessageChanged(chat, message));
        return MessageJson.of(chat, message);
    }

    /** In a supergroup without topics a reply carries the id of its thread's first message, and no topic mark. */
    static long replyThread(StoredChat chat, long replyTo) {
        StoredMessage replied = chat.message(replyTo);
        if (replied == null || !chat.isSupergroup() || chat.forum) {
            return 0;
        }
        return replied.replyThread == 0 ? replied.id : replied.replyThread;
    }

    private StoredFile file(Params p, String name) {
        FileContent upload = p.upload(name);
        if (upload != null) {
            if (upload.size() == 0) {
                throw ApiError.badRequest("file must be non-empty");
            }
            return world.addFile(upload, upload.size());
        }
        String id = p.text(name);
        if (id == null || id.isEmpty()) {
            throw ApiError.badRequest("there is no " + name + " in the request");
        }
        if (id.startsWith("http")) {
            throw ApiError.badRequest("failed to get HTTP URL content");
        }
        StoredFile known = world.files.byId(id);
        if (known == null) {
            throw ApiError.badRequest("wrong file identifier/HTTP URL specified");
        }
        return known;
    }
}
