package switchboard.telegram.update.media;

import java.util.Objects;
import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.Content.Attachment.Kind;
import switchboard.text.Texts;

/** A voice message. */
final class VoiceMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getVoice())
                .map(voice -> Brought.file(
                        Texts.of("media.voice"),
                        new FileRef(voice.getFileId(), voice.getFileUniqueId())
                                .attachment(
                                        Kind.VOICE,
                                        FileNames.of(
                                                "voice", Objects.requireNonNullElse(voice.getMimeType(), "audio/ogg")),
                                        voice.getMimeType(),
                                        voice.getFileSize())));
    }
}
