package switchboard.botapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import switchboard.botapi.FileStore.StoredFile;

/**
 * Sends files: {@code sendDocument}, {@code sendPhoto}, {@code sendVideo}, {@code sendAnimation}, {@code sendAudio}, {@code
 * sendVoice} and {@code sendMediaGroup}. Called without the state's lock, because files are written before it is taken.
 */
final class MediaMethods {
    static final long MAX_PHOTO = 10L << 20;

    /** The kinds with a method of their own. */
    static final List<String> KINDS = List.of("document", "photo", "video", "animation", "audio", "voice");

    private static final Set<String> SEEN = Set.of("photo", "video");
    private static final Set<String> GROUPED = Set.of("photo", "video", "audio", "document");
    private static final int FEWEST = 2;
    private static final int MOST = 10;

    private record Described(StoredFile file, ObjectNode content, FormattedText caption) {}

    private final BotApiState state;
    private final MessageMethods messages;

    MediaMethods(BotApiState state, MessageMethods messages) {
        this.state = state;
        this.messages = messages;
    }

    /** The method that sends one file of a kind. */
    Function<Params, JsonNode> sends(String kind) {
        return p -> {
            Described media = described(kind, p, kind);
            return state.locked(() -> {
                state.list(media.file());
                return messages.send(p, media.caption(), media.content());
            });
        };
    }

    JsonNode sendMediaGroup(Params p) {
        List<Params> items = items(p);
        requireOneKind(items);
        var pieces = new ArrayList<Described>();
        for (Params item : items) {
            pieces.add(described(kind(item), item, "media"));
        }
        return state.locked(() -> {
            ArrayNode sent = Json.array();
            String group = UUID.randomUUID().toString();
            for (Described piece : pieces) {
                state.list(piece.file());
                piece.content().put("media_group_id", group);
                sent.add(messages.send(p, piece.caption(), piece.content()));
            }
            return sent;
        });
    }

    private static List<Params> items(Params p) {
        JsonNode media = p.structure("media");
        if (media == null || !media.isArray()) {
            throw ApiError.badRequest("there is no media in the request");
        }
        if (media.size() < FEWEST || media.size() > MOST) {
            throw ApiError.badRequest("media group must have 2-10 items");
        }
        var items = new ArrayList<Params>();
        for (JsonNode item : media) {
            if (!(item instanceof ObjectNode fields)
                    || !GROUPED.contains(fields.path("type").asText())) {
                throw ApiError.badRequest("can't parse InputMedia");
            }
            items.add(new Params(fields, p.files()));
        }
        return items;
    }

    /** Photos and videos may be mixed; audio and documents are among themselves. */
    private static void requireOneKind(List<Params> items) {
        String first = kind(items.getFirst());
        for (Params item : items) {
            boolean fits = SEEN.contains(first)
                    ? SEEN.contains(kind(item))
                    : kind(item).equals(first);
            if (!fits) {
                throw ApiError.badRequest(first + " can't be mixed with other media types");
            }
        }
    }

    private static String kind(Params item) {
        return String.valueOf(item.text("type"));
    }

    /**
     * Keeps a file and describes the message with it.
     *
     * @param parameter names the file
     */
    private Described described(String kind, Params p, String parameter) {
        FormattedText caption = TextInput.caption(p);
        if (!kind.equals("photo")) {
            StoredFile file = file(p, parameter);
            return new Described(file, content(kind, file, p), caption);
        }
        FileContent upload = p.upload(parameter);
        if (upload == null || upload.size() == 0) {
            StoredFile known = file(p, parameter);
            return new Described(known, photo(known, photoSize(state.files.content(known))), caption);
        }
        PictureSize size = photoSize(upload);
        StoredFile file = file(p, parameter);
        return new Described(file, photo(file, size), caption);
    }

    private static PictureSize photoSize(FileContent file) {
        if (file.size() > MAX_PHOTO) {
            throw ApiError.badRequest("file is too big");
        }
        PictureSize size = PictureSize.of(file);
        if (size == null) {
            throw ApiError.badRequest("IMAGE_PROCESS_FAILED");
        }
        if (!size.fitsPhoto()) {
            throw ApiError.badRequest("PHOTO_INVALID_DIMENSIONS");
        }
        return size;
    }

    private static ObjectNode content(String kind, StoredFile file, Params p) {
        ObjectNode content = Json.object();
        switch (kind) {
            case "voice" -> content.set("voice", timed(file, p));
            case "audio" -> content.set("audio", audio(file, p));
            case "video" -> content.set("video", moving(file, p));
            case "animation" -> {
                content.set("animation", moving(file, p));
                content.setAll(document(file)); // as older bots know it
            }
            default -> content.setAll(document(file));
        }
        return content;
    }

    private static ObjectNode timed(StoredFile file, Params p) {
        return file.json().put("mime_type", file.mimeType()).put("duration", p.number("duration", 0));
    }

    private static ObjectNode audio(StoredFile file, Params p) {
        ObjectNode audio = timed(file, p).put("file_name", file.name());
        for (String field : List.of("performer", "title")) {
            if (p.has(field)) {
                audio.put(field, p.text(field));
            }
        }
        return audio;
    }

    private static ObjectNode moving(StoredFile file, Params p) {
        return timed(file, p)
                .put("file_name", file.name())
                .put("width", p.number("width", 0))
                .put("height", p.number("height", 0));
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
