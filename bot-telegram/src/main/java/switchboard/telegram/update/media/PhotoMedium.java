package switchboard.telegram.update.media;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.photo.PhotoSize;
import switchboard.model.Content.Attachment.Kind;
import switchboard.text.Texts;

/** A photo, which Telegram sends in several sizes: the largest is taken. A live photo has one, too. */
final class PhotoMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        var sizes = message.getPhoto() == null ? List.<PhotoSize>of() : message.getPhoto();
        return sizes.stream()
                .max(Comparator.comparingLong(size -> (long) size.getWidth() * size.getHeight()))
                .map(photo -> Brought.file(
                        Texts.of("media.photo"),
                        new FileRef(photo.getFileId(), photo.getFileUniqueId())
                                .attachment(Kind.PHOTO, "photo.jpg", "image/jpeg", photo.getFileSize())));
    }
}
