package switchboard.telegram.update;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.telegram.telegrambots.meta.api.objects.message.Message;

/** What a message brings besides text. */
enum MediaKind {
    PHOTO("a photo", "photos", Message::hasPhoto),
    AUDIO("audio", "audio", message -> message.hasVoice() || message.hasAudio()),
    VIDEO("a video", "videos", message -> message.hasVideo() || message.hasVideoNote() || message.hasAnimation()),
    FILE("a file", "files", Message::hasDocument),
    STICKER("a sticker", "stickers", Message::hasSticker),
    LOCATION("a location", "locations", Message::hasLocation),
    CONTACT("a contact", "contacts", Message::hasContact);

    private final String one;
    private final String plural;
    private final Predicate<Message> test;

    MediaKind(String one, String plural, Predicate<Message> test) {
        this.one = one;
        this.plural = plural;
        this.test = test;
    }

    /** What a message brings; empty if it is something else. An animation comes with a file of the same content. */
    static Optional<MediaKind> of(Message message) {
        return Arrays.stream(values()).filter(kind -> kind.test.test(message)).findFirst();
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
