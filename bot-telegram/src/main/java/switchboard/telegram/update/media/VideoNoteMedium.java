package switchboard.telegram.update.media;

import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.Content.Attachment.Kind;
import switchboard.text.Texts;

/** A round video message, of which Telegram tells neither name nor type: it is always an MP4. */
final class VideoNoteMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getVideoNote())
                .map(note -> Brought.file(
                        Texts.of("media.videoNote"),
                        new FileRef(note.getFileId(), note.getFileUniqueId())
                                .attachment(Kind.VIDEO, "video_note.mp4", "video/mp4", note.getFileSize())));
    }
}
