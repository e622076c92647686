package switchboard.telegram.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;
import org.telegram.telegrambots.meta.api.objects.ReplyParameters;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.ReplyKeyboard;

/**
 * A file to send as a document.
 *
 * @param fileName the name the reader sees
 * @param threadId the topic
 * @param caption 0-1024 characters after parsing
 * @param parseMode how the caption is marked up; plain when empty
 * @param silent no notification
 */
public record DocumentUpload(
        long chatId,
        String fileName,
        Content content,
        OptionalInt threadId,
        Optional<String> caption,
        Optional<String> parseMode,
        Optional<ReplyParameters> replyParameters,
        Optional<ReplyKeyboard> replyMarkup,
        boolean silent) {

    /** Where the bytes are. */
    public sealed interface Content {
        /** In memory. */
        record Bytes(ByteString bytes) implements Content {
            @Override
            public String toString() {
                return "Bytes(" + bytes.size() + ")";
            }
        }

        /** In a file, read while it is sent; it must not change meanwhile. */
        record OnDisk(Path path) implements Content {}

        static Content of(byte[] bytes) {
            return new Bytes(ByteString.fromArray(bytes));
        }

        static Content of(String text) {
            return of(text.getBytes(StandardCharsets.UTF_8));
        }

        static Content of(Path path) {
            return new OnDisk(path);
        }
    }

    /** A document with nothing but its name and content. */
    public static DocumentUpload of(long chatId, String fileName, Content content) {
        return new DocumentUpload(
                chatId,
                fileName,
                content,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    public DocumentUpload inThread(int thread) {
        return new DocumentUpload(
                chatId,
                fileName,
                content,
                OptionalInt.of(thread),
                caption,
                parseMode,
                replyParameters,
                replyMarkup,
                silent);
    }

    public DocumentUpload withCaption(String text, Optional<String> mode) {
        return new DocumentUpload(
                chatId, fileName, content, threadId, Optional.of(text), mode, replyParameters, replyMarkup, silent);
    }

    public DocumentUpload withReplyParameters(Optional<ReplyParameters> reply) {
        return new DocumentUpload(chatId, fileName, content, threadId, caption, parseMode, reply, replyMarkup, silent);
    }

    public DocumentUpload withReplyMarkup(ReplyKeyboard markup) {
        return new DocumentUpload(
                chatId, fileName, content, threadId, caption, parseMode, replyParameters, Optional.of(markup), silent);
    }

    public DocumentUpload silently() {
        return new DocumentUpload(
                chatId, fileName, content, threadId, caption, parseMode, replyParameters, replyMarkup, true);
    }
}
