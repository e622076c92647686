package switchboard.telegram.update.media;

import java.util.Objects;
import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.Audio;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.Content.Attachment.Kind;
import switchboard.text.Texts;

/** A piece of music, or another recording that has a title. */
final class AudioMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getAudio())
                .map(audio -> Brought.file(
                        Texts.of("media.audio"),
                        new FileRef(audio.getFileId(), audio.getFileUniqueId())
                                .attachment(Kind.AUDIO, name(audio), audio.getMimeType(), audio.getFileSize())));
    }

    private static String name(Audio audio) {
        return audio.getFileName() == null
                ? FileNames.of(Objects.requireNonNullElse(audio.getTitle(), "audio"), audio.getMimeType())
                : audio.getFileName();
    }
}
