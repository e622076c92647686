package switchboard.telegram.update.media;

import static java.util.Map.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names for files that come without one. They are stored with the prompt, so a file's place on the disk stays the same. */
final class FileNames {

    /** By media type: programs, and tools of Claude, know a file by its ending. */
    private static final Map<String, String> ENDINGS = Map.ofEntries(
            entry("application/pdf", ".pdf"),
            entry("application/zip", ".zip"),
            entry("application/json", ".json"),
            entry("audio/aac", ".aac"),
            entry("audio/flac", ".flac"),
            entry("audio/m4a", ".m4a"),
            entry("audio/mp4", ".m4a"),
            entry("audio/mpeg", ".mp3"),
            entry("audio/mp3", ".mp3"),
            entry("audio/ogg", ".ogg"),
            entry("audio/opus", ".ogg"),
            entry("audio/wav", ".wav"),
            entry("audio/webm", ".webm"),
            entry("audio/x-m4a", ".m4a"),
            entry("audio/x-wav", ".wav"),
            entry("image/gif", ".gif"),
            entry("image/heic", ".heic"),
            entry("image/jpeg", ".jpg"),
            entry("image/png", ".png"),
            entry("image/webp", ".webp"),
            entry("text/csv", ".csv"),
            entry("text/html", ".html"),
            entry("text/markdown", ".md"),
            entry("text/plain", ".txt"),
            entry("video/mp4", ".mp4"),
            entry("video/quicktime", ".mov"),
            entry("video/webm", ".webm"));

    private FileNames() {}

    /** The stem and the ending of the media type; none if the type is not known. */
    static String of(String stem, @Nullable String mediaType) {
        return stem + (mediaType == null ? "" : ENDINGS.getOrDefault(mediaType, ""));
    }
}
