package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import switchboard.botapi.FileStore.StoredFile;

/** Keeps the files that people send, and describes them as Telegram does. */
final class SentMedia {
    private static final Set<String> PHOTOS = Set.of("image/png", "image/jpeg");
    private static final Set<String> VIDEOS = Set.of("video/mp4", "video/webm", "video/quicktime");

    private SentMedia() {}

    /**
     * Keeps a file. Returns the content of a message with it: a PNG or JPEG up to 10 MB that Telegram would accept is a photo;
     * videos, audio and spoken words are what they are; anything else is a document. Called without the state's lock, because it
     * waits for the disk.
     */
    static ObjectNode keep(BotApiState state, SentFile sent) {
        FileContent file = sent.content().get();
        PictureSize size =
                PHOTOS.contains(file.mimeType()) && file.size() <= MediaMethods.MAX_PHOTO ? PictureSize.of(file) : null;
        StoredFile stored = state.addFile(file, file.size());
        if (size != null && size.fitsPhoto()) {
            return MediaMethods.photo(stored, size);
        }
        if (sent.isVoice()) {
            return content("voice", timed(stored, sent));
        }
        if (file.mimeType().startsWith("audio/")) {
            return content("audio", timed(stored, sent).put("file_name", stored.name()));
        }
        if (VIDEOS.contains(file.mimeType())) {
            return content(
                    "video",
                    timed(stored, sent)
                            .put("file_name", stored.name())
                            .put("width", sent.width())
                            .put("height", sent.height()));
        }
        return MediaMethods.document(stored);
    }

    private static ObjectNode timed(StoredFile stored, SentFile sent) {
        return stored.json().put("mime_type", stored.mimeType()).put("duration", sent.seconds());
    }

    private static ObjectNode content(String field, ObjectNode file) {
        ObjectNode content = Json.object();
        content.set(field, file);
        return content;
    }

    /** What a message without words is called in a list. */
    static String name(ObjectNode content) {
        for (String kind : new String[] {"photo", "animation", "video", "voice", "audio", "document"}) {
            if (content.has(kind)) {
                return content.path(kind).path("file_name").asText(title(kind));
            }
        }
        return "File";
    }

    private static String title(String kind) {
        return switch (kind) {
            case "animation" -> "GIF";
            case "voice" -> "Voice message";
            case "document" -> "File";
            default -> kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
        };
    }
}
