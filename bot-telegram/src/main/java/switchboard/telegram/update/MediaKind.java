package switchboard.telegram.update;

import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.text.Texts;

/** The kinds of media in a message. */
enum MediaKind {
    PHOTO("a photo", Texts.of("media.photos")),
    AUDIO("audio", Texts.of("media.audio")),
    VIDEO("a video", Texts.of("media.videos")),
    FILE("a file", Texts.of("media.files")),
    STICKER("a sticker", Texts.of("media.stickers")),
    LOCATION("a location", Texts.of("media.locations")),
    CONTACT("a contact", Texts.of("media.contacts"));

    private final String one;
    private final String plural;

    MediaKind(String one, String plural) {
        this.one = one;
        this.plural = plural;
    }

    /** The kind of a message's media; empty for other or no media. An animation also has a file of the same content. */
    static Optional<MediaKind> of(Message message) {
        MediaKind kind = null;
        if (message.hasPhoto()) {
            kind = PHOTO;
        } else if (message.hasVoice() || message.hasAudio()) {
            kind = AUDIO;
        } else if (message.hasVideo() || message.hasVideoNote() || message.hasAnimation()) {
            kind = VIDEO;
        } else if (message.hasDocument()) {
            kind = FILE;
        } else if (message.hasSticker()) {
            kind = STICKER;
        } else if (message.hasLocation()) {
            kind = LOCATION;
        } else if (message.hasContact()) {
            kind = CONTACT;
        }
        return Optional.ofNullable(kind);
    }

    String plural() {
        return plural;
    }

    /** {@code a photo}. */
    @Override
    public String toString() {
        return one;
    }
}
