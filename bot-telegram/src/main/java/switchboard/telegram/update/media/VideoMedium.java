package switchboard.telegram.update.media;

import java.util.Objects;
import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.Content.Attachment.Kind;
import switchboard.text.Texts;

/** A video. */
final class VideoMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getVideo())
                .map(video -> Brought.file(
                        Texts.of("media.video"),
                        new FileRef(video.getFileId(), video.getFileUniqueId())
                                .attachment(
                                        Kind.VIDEO,
                                        Objects.requireNonNullElse(video.getFileName(), "video.mp4"),
                                        Objects.requireNonNullElse(video.getMimeType(), "video/mp4"),
                                        video.getFileSize())));
    }
}
