package switchboard.telegram.update.media;

import java.util.Objects;
import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.stickers.Sticker;
import switchboard.model.Content.Attachment.Kind;
import switchboard.text.Texts;

/** A sticker: its emoji, and the picture unless it moves. */
final class StickerMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getSticker()).map(StickerMedium::brought);
    }

    private static Brought brought(Sticker sticker) {
        var emoji = Media.line(Objects.requireNonNullElse(sticker.getEmoji(), ""));
        var name = emoji.isEmpty() ? Texts.of("media.sticker") : Texts.of("media.stickerOf", emoji);
        var moves = Boolean.TRUE.equals(sticker.getIsAnimated()) || Boolean.TRUE.equals(sticker.getIsVideo());
        return moves
                ? Brought.line(name)
                : Brought.file(
                        name,
                        new FileRef(sticker.getFileId(), sticker.getFileUniqueId())
                                .attachment(Kind.PHOTO, "sticker.webp", "image/webp", sticker.getFileSize()));
    }
}
