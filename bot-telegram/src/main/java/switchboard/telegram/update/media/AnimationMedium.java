package switchboard.telegram.update.media;

import java.util.Objects;
import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.Content.Attachment.Kind;
import switchboard.text.Texts;

/** An animation: a GIF, or a video without sound. */
final class AnimationMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getAnimation())
                .map(animation -> Brought.file(
                        Texts.of("media.animation"),
                        new FileRef(animation.getFileId(), animation.getFileUniqueId())
                                .attachment(
                                        Kind.VIDEO,
                                        Objects.requireNonNullElse(animation.getFileName(), "animation.mp4"),
                                        Objects.requireNonNullElse(animation.getMimeType(), "video/mp4"),
                                        animation.getFileSize())));
    }
}
