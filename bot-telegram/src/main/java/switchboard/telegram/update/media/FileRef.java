package switchboard.telegram.update.media;

import org.jspecify.annotations.Nullable;
import switchboard.model.Content;

/**
 * Telegram's names of a file, which are all that is stored of it.
 *
 * @param fileId by which this bot gets the file, at any time
 * @param uniqueId the same in all messages and for all bots, by which nobody gets it
 */
public record FileRef(String fileId, String uniqueId) {

    private static final String BETWEEN = ":"; // in neither id, both are base64url

    /** Reads an attachment's reference. */
    public static FileRef of(Content.Attachment file) {
        var ids = file.ref().split(BETWEEN, 2);
        return new FileRef(ids[ids.length - 1], ids[0]);
    }

    /**
     * The file as a piece of a prompt.
     *
     * @param size in bytes, null if Telegram does not tell it
     */
    Content.Attachment attachment(
            Content.Attachment.Kind kind, @Nullable String name, @Nullable String mediaType, @Nullable Number size) {
        return new Content.Attachment(
                uniqueId + BETWEEN + fileId, kind, name, mediaType, size == null ? null : size.longValue(), uniqueId);
    }
}
