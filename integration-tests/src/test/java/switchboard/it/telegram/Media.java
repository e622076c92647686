package switchboard.it.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.BotApiState;
import switchboard.botapi.FileContent;
import switchboard.botapi.FileStore.StoredFile;
import switchboard.botapi.Json;

/**
 * Something other than text that a person sends.
 *
 * @param kind the field of the message that holds it
 * @param fields what that field says besides the file
 * @param size of the file in bytes, which may only be claimed
 */
public record Media(
        String kind, ObjectNode fields, @Nullable FileContent file, long size, String caption, String albumId) {

    public static Media document(FileContent file, String caption) {
        return of("document", file, caption, named(file));
    }

    /**
     * A document whose size is only claimed.
     *
     * @param size in bytes
     */
    public static Media hugeDocument(String name, long size) {
        var file = new FileContent(name, "application/octet-stream", new byte[0]);
        return new Media("document", named(file), file, size, "", "");
    }

    public static Media photo(FileContent file, String caption) {
        return of("photo", file, caption, Json.object().put("width", 1280).put("height", 720));
    }

    public static Media voice(FileContent file) {
        return of("voice", file, "", Json.object().put("duration", 3).put("mime_type", "audio/ogg"));
    }

    public static Media audio(FileContent file, String caption) {
        return of("audio", file, caption, named(file).put("duration", 3));
    }

    public static Media video(FileContent file, String caption) {
        return of(
                "video",
                file,
                caption,
                named(file).put("duration", 3).put("width", 640).put("height", 360));
    }

    public static Media sticker() {
        var file = new FileContent("sticker.webp", "image/webp", new byte[] {1});
        ObjectNode fields =
                Json.object().put("type", "regular").put("width", 512).put("height", 512);
        return of("sticker", file, "", fields.put("is_animated", false).put("is_video", false));
    }

    public static Media location(double latitude, double longitude) {
        ObjectNode fields = Json.object().put("latitude", latitude).put("longitude", longitude);
        return new Media("location", fields, null, 0, "", "");
    }

    public static Media contact(String phoneNumber, String firstName) {
        ObjectNode fields = Json.object().put("phone_number", phoneNumber).put("first_name", firstName);
        return new Media("contact", fields, null, 0, "", "");
    }

    /** The same as a piece of an album. */
    Media inAlbum(String id) {
        return new Media(kind, fields, file, size, caption, id);
    }

    /** The message's fields; the file is kept for download. */
    ObjectNode content(BotApiState state) {
        ObjectNode content = Json.object();
        if (!albumId.isEmpty()) {
            content.put("media_group_id", albumId);
        }
        ObjectNode described = fields.deepCopy();
        if (file != null) {
            StoredFile stored = state.addFile(file, size);
            described.setAll(stored.json());
        }
        if (kind.equals("photo")) {
            ObjectNode thumbnail = described.deepCopy().put("width", 90).put("height", 51);
            content.putArray("photo").add(thumbnail).add(described);
        } else {
            content.set(kind, described);
        }
        return content;
    }

    private static Media of(String kind, FileContent file, String caption, ObjectNode fields) {
        return new Media(kind, fields, file, file.size(), caption, "");
    }

    private static ObjectNode named(FileContent file) {
        return Json.object().put("file_name", file.name()).put("mime_type", file.mimeType());
    }
}
