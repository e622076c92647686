package switchboard.telegram.update.media;

import java.util.Optional;
import org.telegram.telegrambots.meta.api.objects.Document;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.files.ChatFiles;
import switchboard.model.Content.Attachment.Kind;
import switchboard.text.Texts;

/** A file of any type, also a picture that is sent as a file. */
final class DocumentMedium implements Medium {

    @Override
    public Optional<Brought> in(Message message) {
        return Optional.ofNullable(message.getDocument()).map(DocumentMedium::brought);
    }

    private static Brought brought(Document document) {
        var given = document.getFileName();
        var type = document.getMimeType();
        var file = new FileRef(document.getFileId(), document.getFileUniqueId())
                .attachment(
                        Kind.FILE, given == null ? FileNames.of("file", type) : given, type, document.getFileSize());
        var name = given == null ? Texts.of("media.file") : Texts.of("media.fileNamed", ChatFiles.name(file));
        return Brought.file(name, file);
    }
}
