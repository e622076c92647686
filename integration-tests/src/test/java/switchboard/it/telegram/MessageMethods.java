package switchboard.it.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import switchboard.it.telegram.FileStore.StoredFile;

/** Sending: {@code sendMessage}, {@code sendDocument}, {@code sendPhoto}. Called under the world's lock. */
final class MessageMethods {
    private static final long MAX_PHOTO = 10L << 20;
    private static final int MAX_SIDES = 10_000;
    private static final int MAX_RATIO = 20;

    private final World world;
    private final Targets targets;

    MessageMethods(World world) {
        this.world = world;
        this.targets = new Targets(world);
    }

    JsonNode sendMessage(Params p) {
        return send(p, TextInput.message(p), null, Json.object());
    }

    JsonNode sendDocument(Params p) {
        FormattedText caption = TextInput.caption(p);
        StoredFile file = file(p, "document");
        ObjectNode content = Json.object();
        content.set(
                "document",
                file.json()
                        .put("file_name", file.content().name())
                        .put("mime_type", file.content().mimeType()));
        return send(p, caption, file.content(), content);
    }

    JsonNode sendPhoto(Params p) {
        FormattedText caption = TextInput.caption(p);
        StoredFile file = file(p, "photo");
        if (file.size() > MAX_PHOTO) {
            throw ApiError.badRequest("file is too big");
        }
        BufferedImage image = image(file.content().bytes());
        int longer = Math.max(image.getWidth(), image.getHeight());
        int shorter = Math.min(image.getWidth(), image.getHeight());
        if (image.getWidth() + image.getHeight() > MAX_SIDES || longer > MAX_RATIO * shorter) {
            throw ApiError.badRequest("PHOTO_INVALID_DIMENSIONS");
        }
        ObjectNode content = Json.object();
        ArrayNode sizes = content.putArray("photo");
        sizes.add(file.json().put("width", image.getWidth()).put("height", image.getHeight()));
        return send(p, caption, file.content(), content);
    }

    private JsonNode send(Params p, FormattedText text, @Nullable FileContent file, ObjectNode content) {
        StoredChat chat = targets.writable(p);
        ReplyMarkup markup = ReplyMarkup.of(p);
        long topic = targets.sendTopic(chat, p);
        long replyTo = targets.replyTo(chat, topic, p);
        StoredMessage message = chat.add(world.bot, world.now(), topic);
        message.replyTo = replyTo;
        message.replyThread = replyThread(chat, replyTo);
        message.content = content;
        message.file = file;
        message.silent = p.flag("disable_notification");
        message.parseMode = p.text("parse_mode");
        message.linkPreview = p.structure("link_preview_options");
        message.become(text, markup, raw(p), world.now());
        chat.drafts.remove(topic);
        return MessageJson.of(chat, message);
    }

    private static String raw(Params p) {
        String raw = p.has("text") ? p.text("text") : p.text("caption");
        return raw == null ? "" : raw;
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
            return world.files.add(upload, upload.size());
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

    private static BufferedImage image(byte[] bytes) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            if (image == null) {
                throw ApiError.badRequest("IMAGE_PROCESS_FAILED");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
