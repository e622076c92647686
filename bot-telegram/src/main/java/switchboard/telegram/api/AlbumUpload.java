package switchboard.telegram.api;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.telegram.telegrambots.meta.api.objects.ReplyParameters;

/**
 * Files to send as one album. Chat, topic and the message that it replies to are those of the first file; an album has no buttons.
 *
 * @param files 2 to 10: photos and videos, or documents, or audio files
 */
public record AlbumUpload(List<FileUpload> files) {

    public AlbumUpload {
        files = List.copyOf(files);
        if (files.size() < 2 || files.size() > 10) {
            throw new IllegalArgumentException("an album has 2 to 10 files");
        }
    }

    public FileUpload first() {
        return files.getFirst();
    }

    public AlbumUpload withReplyParameters(Optional<ReplyParameters> reply) {
        return each(file -> file.withReplyParameters(reply));
    }

    public AlbumUpload each(UnaryOperator<FileUpload> change) {
        return new AlbumUpload(files.stream().map(change).toList());
    }

    public long size() {
        return files.stream().mapToLong(file -> file.content().size()).sum();
    }
}
