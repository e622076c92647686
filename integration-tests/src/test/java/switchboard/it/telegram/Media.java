package switchboard.it.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
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

    public static Media videoNote(FileContent file) {
        return of("video_note", file, "", Json.object().put("duration", 3).put("length", 240));
    }

    public static Media animation(FileContent file, String caption) {
        return of(
                "animation",
                file,
                caption,
                named(file).put("duration", 3).put("width", 320).put("height", 240));
    }

    /** A sticker that does not move. */
    public static Media sticker(FileContent picture, String emoji) {
        return of("sticker", picture, "", sticker(emoji).put("is_animated", false));
    }

    public static Media movingSticker(FileContent animation, String emoji) {
        return of("sticker", animation, "", sticker(emoji).put("is_animated", true));
    }

    public static Media location(double latitude, double longitude) {
        ObjectNode fields = Json.object().put("latitude", latitude).put("longitude", longitude);
        return new Media("location", fields, null, 0, "", "");
    }

    public static Media venue(double latitude, double longitude, String title, String address) {
        ObjectNode fields = Json.object().put("title", title).put("address", address);
        fields.putObject("location").put("latitude", latitude).put("longitude", longitude);
        return new Media("venue", fields, null, 0, "", "");
    }

    public static Media poll(String question, String... options) {
        ObjectNode fields = Json.object()
                .put("id", "1")
                .put("question", question)
                .put("total_voter_count", 0)
                .put("is_closed", false)
                .put("is_anonymous", true)
                .put("type", "regular")
                .put("allows_multiple_answers", false)
                .put("allows_revoting", true)
                .put("members_only", false);
        var list = fields.putArray("options");
        for (var option : options) {
            list.addObject().put("persistent_id", option).put("text", option).put("voter_count", 0);
        }
        return new Media("poll", fields, null, 0, "", "");
    }

    /** A thrown die, which means nothing to the bot. */
    public static Media dice() {
        return new Media("dice", Json.object().put("emoji", "🎲").put("value", 4), null, 0, "", "");
    }

    public static Media contact(String phoneNumber, String firstName) {
        ObjectNode fields = Json.object().put("phone_number", phoneNumber).put("first_name", firstName);
        return new Media("contact", fields, null, 0, "", "");
    }

    /** The same with words. */
    public Media captioned(String words) {
        return new Media(kind, fields, file, size, words, albumId);
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
        switch (kind) {
            case "animation" ->
                content.set(
                        "document",
                        described.deepCopy().without(List.of("duration", "width", "height"))); // as older bots know it
            case "venue" -> content.set("location", fields.get("location"));
            default -> {}
        }
        if (kind.equals("photo")) {
            ObjectNode thumbnail = described.deepCopy().put("width", 90).put("height", 51);
            content.putArray("photo").add(thumbnail).add(described);
        } else {
            content.set(kind, described);
        }
        return content;
    }

    private static ObjectNode sticker(String emoji) {
        return Json.object()
                .put("type", "regular")
                .put("width", 512)
                .put("height", 512)
                .put("is_video", false)
                .put("emoji", emoji);
    }

    private static Media of(String kind, FileContent file, String caption, ObjectNode fields) {
        return new Media(kind, fields, file, file.size(), caption, "");
    }

    private static ObjectNode named(FileContent file) {
        return Json.object().put("file_name", file.name()).put("mime_type", file.mimeType());
    }
}
